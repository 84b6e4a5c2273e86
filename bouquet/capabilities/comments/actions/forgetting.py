"""Words that were taken back are gone for good after a while; what was said about a thing goes when the thing does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.comments.actions.placing import locked, place
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.models import Comment, LikesStep, SubjectReaction, TalkRules, Tally
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.comments.models.paging import STEPS_LAST
from bouquet.capabilities.comments.models.states import State
from bouquet.capabilities.notifications.actions.forgetting import forget
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref

DELETED_STAY = timedelta(days=30)
LOOKED_AFTER_EVERY = timedelta(days=7)
AT_ONCE = 500


@transaction.atomic
def erase(*, comment_id: UUID) -> None:
    """Its words are gone for good. The empty row stays while others have answered it. Safe to repeat."""
    comment = locked(comment_id)
    if comment is None:
        return
    comment.state, comment.text, comment.html, comment.removed_at = State.ERASED, "", "", None
    comment.save(update_fields=["state", "text", "html", "removed_at"])
    comment.revisions.all().delete()
    forget(comment.ref)
    place(comment.pk)
    if not comment.answers.exists():
        _forget_reactions([comment.pk])
        comment.delete()


def erase_the_deleted() -> None:
    """A chore: what its author deleted a month ago."""
    due = Comment.objects.filter(state=State.DELETED, removed_at__lte=clock.now() - DELETED_STAY)
    for key in due.values_list("pk", flat=True)[:AT_ONCE]:
        erase(comment_id=key)


def forget_old_steps() -> None:
    """A chore: nobody reads on from a page that is older."""
    LikesStep.objects.filter(at__lt=clock.now() - STEPS_LAST).delete()


@transaction.atomic
def forget_subject(ref: Ref) -> None:
    """`ref` is gone: all that was said about it goes, with its reactions. For the app that owned it. Safe to repeat."""
    said = Comment.objects.about(ref)
    keys = list(said.values_list("pk", flat=True))
    for key in keys:
        forget(Ref(KIND, key))
    TalkRules.objects.filter(kind=ref.kind, key=ref.key).delete()
    said.filter(root__isnull=False).delete()
    said.delete()
    for start in range(0, len(keys), AT_ONCE):
        _forget_reactions(keys[start : start + AT_ONCE])
    for model in (Tally, SubjectReaction):
        model.objects.filter(kind=ref.kind, key=ref.key).delete()
    purge_comments(ref)


def forget_what_is_gone() -> None:
    """A chore: talks below things that no longer exist. What a kind does not know (its app is away) is left alone."""
    now = clock.now()
    due = TalkRules.objects.filter(looked_after_at__lt=now - LOOKED_AFTER_EVERY).order_by("looked_after_at")
    talks = [talk for talk in due[:AT_ONCE] if registry.kind_called(talk.kind)]
    there = registry.subjects(talk.ref for talk in talks)
    for talk in talks:
        if talk.ref not in there:
            forget_subject(talk.ref)
    TalkRules.objects.filter(pk__in=[talk.pk for talk in talks]).update(looked_after_at=now)


def _forget_reactions(keys: list[UUID]) -> None:
    for model in (Tally, SubjectReaction):
        model.objects.filter(kind=KIND, key__in=keys).delete()
