"""Tell those a comment or a reaction concerns. Whether each wants to hear it, and may, is for the inbox to know."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.comments.actions.wording import mentioned
from bouquet.capabilities.comments.models import Comment, SubjectReaction
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref

REPLY, ON_MINE, MENTION = "comments.reply", "comments.comment", "comments.mention"
REACTION, WAITING = "comments.reaction", "comments.waiting"


def tell_of(*, comment_id: UUID) -> None:
    """Those mentioned; those it answers; the author of what it is about. Each once. Safe to repeat."""
    comment = Comment.objects.shown().filter(pk=comment_id).select_related("author", "answers_to", "root").first()
    subject = registry.subject(comment.about) if comment else None
    if comment is None or subject is None:
        return
    named = {person.pk for person in mentioned(comment.text, by=comment.author)}
    answered = {one.author_id for one in (comment.answers_to, comment.root) if one is not None}
    owner = {subject.author_id} if subject.author_id else set()
    thread, talk = str(comment.root_id or comment.pk), str(subject.ref.key)
    _tell(MENTION, comment, named, group=talk)
    _tell(REPLY, comment, answered - named, group=thread)
    _tell(ON_MINE, comment, owner - answered - named, group=talk)


def tell_keepers(*, comment_id: UUID) -> None:
    """A comment waits for the approval of those who keep the talk. Safe to repeat."""
    comment = Comment.objects.waiting().filter(pk=comment_id).first()
    subject = registry.subject(comment.about) if comment else None
    if comment is None or subject is None:
        return
    keepers = {subject.author_id} if subject.author_id else subject.keepers
    tell(
        kind=WAITING,
        recipients=keepers,
        actor=comment.author_id,
        about=subject.ref,
        fact=f"comments.waiting:{comment.pk}",
        group=str(subject.ref.key),
    )


def tell_of_reaction(*, ref: Ref, account_id: UUID, emoji: str) -> None:
    """The author of what was reacted to hears of a person's reaction once. Safe to repeat."""
    subject = registry.subject(ref)
    there = SubjectReaction.objects.filter(kind=ref.kind, key=ref.key, account=account_id).exists()
    if subject is None or subject.author_id is None or not there:
        return
    tell(
        kind=REACTION,
        recipients=[subject.author_id],
        actor=account_id,
        about=ref,
        fact=f"comments.reaction:{ref.key}:{account_id}",
        group=str(ref.key),
        data={"emoji": emoji},
    )


def _tell(kind: str, comment: Comment, recipients: set[UUID], *, group: str) -> None:
    if recipients:
        tell(
            kind=kind,
            recipients=recipients,
            actor=comment.author_id,
            about=comment.ref,
            fact=f"comments.comment:{comment.pk}",
            group=group,
        )
