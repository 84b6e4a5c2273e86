"""React to a thing with one of a few emoji, and take it back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.actions.tallying import count
from bouquet.capabilities.comments.engine.palette import PALETTE
from bouquet.capabilities.comments.events import SubjectReacted, SubjectUnreacted
from bouquet.capabilities.comments.models import Comment, LikesStep, SubjectReaction
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref


@transaction.atomic
def react(*, ref: Ref, by: Account, emoji: str) -> None:
    """`by` reacts to `ref`; another emoji takes the place of the one before, the same again changes nothing.

    Raises PermissionDenied where they may not speak, ValidationError for an emoji that is not in the palette, TooFast.
    """
    if emoji not in PALETTE:
        raise ValidationError(_("This reaction is not one of ours. Please choose another."), code="unknown")
    _require_theirs(ref, by)
    require_pace(account=by, verb="react")
    if _insert(ref, by, emoji):
        count(ref, emoji, +1)
        _count_like(ref, +1)
    elif not _exchange(ref, by, emoji):
        return
    announce(SubjectReacted(ref.kind, ref.key, by.pk, emoji))
    _purge(ref)


@transaction.atomic
def unreact(*, ref: Ref, by: Account) -> None:
    """`by` takes their reaction back, also where they may not look any more."""
    mine = SubjectReaction.objects.select_for_update().filter(kind=ref.kind, key=ref.key, account=by).first()
    # Whoever deletes the row counts it out: two requests that take it back at once are one.
    if mine is None or not SubjectReaction.objects.filter(pk=mine.pk).delete()[0]:
        return
    count(ref, mine.emoji, -1)
    _count_like(ref, -1)
    announce(SubjectUnreacted(ref.kind, ref.key, by.pk))
    _purge(ref)


def _require_theirs(ref: Ref, by: Account) -> None:
    found = registry.subject(ref) if ref in registry.open_to([ref], by) else None
    if found is None or found.author_id in hidden_from(by):
        raise PermissionDenied


def _insert(ref: Ref, by: Account, emoji: str) -> bool:
    """Whether it is their first reaction to the thing. The database decides: the row's key is ours only if it is in."""
    made = SubjectReaction(pk=new_key(), kind=ref.kind, key=ref.key, account=by, emoji=emoji)
    SubjectReaction.objects.bulk_create([made], ignore_conflicts=True)
    return SubjectReaction.objects.filter(pk=made.pk).exists()


def _exchange(ref: Ref, by: Account, emoji: str) -> bool:
    """Whether another emoji took the place of the one before."""
    mine = SubjectReaction.objects.select_for_update().filter(kind=ref.kind, key=ref.key, account=by).first()
    if mine is None or mine.emoji == emoji:
        return False
    SubjectReaction.objects.filter(pk=mine.pk).update(emoji=emoji, made_at=clock.now())
    # In one order for everybody, so that two who change their minds do not wait for each other.
    for what, change in sorted([(mine.emoji, -1), (emoji, +1)]):
        count(ref, what, change)
    return True


def _count_like(ref: Ref, change: int) -> None:
    """A comment knows how many people it moved: talks are sorted by it."""
    if ref.kind != KIND:
        return
    row = Comment.objects.filter(pk=ref.key)
    row.update(likes_count=F("likes_count") + change)
    for comment in row.filter(root=None).only("kind", "key", "likes_count"):
        LikesStep.objects.create(
            comment=comment, kind=comment.kind, key=comment.key, before=comment.likes_count - change
        )


def _purge(ref: Ref) -> None:
    purge_comments(ref)
    if ref.kind == KIND:
        for kind, key in Comment.objects.filter(pk=ref.key).values_list("kind", "key"):
            purge_comments(Ref(kind, key))
