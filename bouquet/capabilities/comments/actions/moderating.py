"""What moderators decide about comments."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.actions.placing import locked, place
from bouquet.capabilities.comments.actions.tallying import rules_of
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Standing


@transaction.atomic
def moderate(*, comment_id: UUID, standing: Standing, label: str = "") -> None:
    """Put the comment into `standing`. One that was held and may be shown is held no more. Safe to repeat."""
    comment = locked(comment_id)
    if comment is None:
        return
    comment.standing, comment.label = standing, label if standing == Standing.LABELLED else ""
    if comment.is_held and not comment.is_hidden:
        comment.state = _state_after_release(comment)
    comment.save(update_fields=["standing", "label", "state"])
    place(comment.pk)


@transaction.atomic
def end_hold(*, comment_id: UUID) -> None:
    """A moderator has decided about a comment that was held. Safe to repeat."""
    comment = locked(comment_id)
    if comment is not None and comment.is_held:
        comment.state = _state_after_release(comment)
        comment.save(update_fields=["state"])
        place(comment.pk)


def _state_after_release(comment: Comment) -> State:
    """Where it would have been, had nobody held it: those who keep the talk may want to read it first."""
    if comment.shown_at is not None or not rules_of(comment.about).asks_approval:
        return State.POSTED
    subject = registry.subject(comment.about)
    return State.POSTED if subject is None or policies.keeps(comment.author, subject) else State.WAITING
