"""What comments do when something happens."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.events import (
    AccountErased,
    AccountLeaving,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
)
from bouquet.capabilities.comments import tasks
from bouquet.capabilities.comments.actions import leaving, moderating
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.events import (
    CommentEdited,
    CommentPosted,
    CommentRemoved,
    CommentWaiting,
    SubjectReacted,
)
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.events.announcing import subscribe
from bouquet.foundation.subjects.subject import Ref


@subscribe(CommentPosted)
def tell_whom_it_concerns(event: CommentPosted) -> None:
    tasks.tell_of_comment.enqueue(str(event.comment_id))


@subscribe(CommentEdited)
def tell_whom_it_mentions_now(event: CommentEdited) -> None:
    """Everybody else has been told: once is enough for the inbox."""
    tasks.tell_of_comment.enqueue(str(event.comment_id))


@subscribe(CommentWaiting)
def tell_who_may_approve(event: CommentWaiting) -> None:
    tasks.tell_of_waiting.enqueue(str(event.comment_id))


@subscribe(CommentRemoved)
def take_its_notices_away(event: CommentRemoved) -> None:
    """Not when it came back meanwhile."""
    if not Comment.objects.shown().filter(pk=event.comment_id).exists():
        forget(Ref(KIND, event.comment_id))


@subscribe(SubjectReacted)
def tell_of_the_reaction(event: SubjectReacted) -> None:
    tasks.tell_of_reaction.enqueue(event.kind, str(event.key), str(event.account_id), event.emoji)


@subscribe(SubjectModerated)
def follow_the_decision(event: SubjectModerated) -> None:
    """What is said below a thing is seen by whoever sees the thing."""
    purge_comments(Ref(event.kind, event.key))
    if event.kind == KIND:
        moderating.end_hold(comment_id=event.key)


@subscribe(AccountLeaving)
def hide_what_they_said(event: AccountLeaving) -> None:
    _hide_or_show(event.account_id)


@subscribe(AccountStaying)
def show_what_they_said(event: AccountStaying) -> None:
    _hide_or_show(event.account_id)


@subscribe(AccountSuspended)
def hide_what_the_suspended_said(event: AccountSuspended) -> None:
    _hide_or_show(event.account_id)


@subscribe(AccountReinstated)
def show_what_the_reinstated_said(event: AccountReinstated) -> None:
    _hide_or_show(event.account_id)


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_member.enqueue(str(event.account_id), event.keeps_posts)


def _hide_or_show(account_id: UUID) -> None:
    """At once, not when a worker finds the time."""
    leaving.hide_or_show(account_id=account_id)
    tasks.settle_member.enqueue(str(account_id))
