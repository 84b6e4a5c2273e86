"""After every decision about a comment: who reads it, where it stands, and what the counters say."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F

from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.actions.tallying import count, count_arrival
from bouquet.capabilities.comments.events import CommentPlaced, CommentPosted
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import FIRST_ANSWERS
from bouquet.capabilities.comments.models.talk import COMMENTS
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


def locked(comment_id: UUID) -> Comment | None:
    """The comment, for this transaction alone. Its thread's first comment before it: nobody waits in a circle."""
    rows = Comment.objects.select_for_update(no_key=True)
    root = Comment.objects.filter(pk=comment_id).values_list("root", flat=True).first()
    if root is not None:
        # Without the key: an answer that is being inserted holds its thread's key, and waits for this lock.
        rows.filter(pk=root).first()
    return rows.filter(pk=comment_id).first()


@transaction.atomic
def place(comment_id: UUID) -> None:
    """Bring what is kept for lists and counters in line with what was decided. Safe to repeat."""
    comment = locked(comment_id)
    if comment is None:
        return
    shown = comment.ought_to_be_shown()
    change = int(shown) - int(comment.is_counted)
    is_news = shown and comment.shown_at is None
    is_turned = comment.is_shown != shown
    comment.is_shown = comment.is_counted = shown
    comment.is_placed = shown or (not comment.is_answer and comment.answers_count > 0)
    if is_news:
        comment.shown_at = clock.now()
    comment.save(update_fields=["is_shown", "is_counted", "is_placed", "shown_at"])
    if comment.root_id is not None:
        _gather(comment.root_id, change)
    if change:
        count(comment.about, COMMENTS, change)
    if is_news:
        count_arrival(comment.about)
        announce(CommentPosted(comment.pk))
    if is_turned:
        announce(CommentPlaced(comment.pk))
    purge_comments(comment.about)


def _gather(root_id: UUID, change: int) -> None:
    """The thread's first comment knows how many answers it has, and which are shown with it."""
    first = Comment.objects.filter(root=root_id, is_placed=True).order_by("posted_at", "id")
    keys = [key.hex for key in first.values_list("pk", flat=True)[:FIRST_ANSWERS]]
    root = Comment.objects.filter(pk=root_id)
    root.update(answers_count=F("answers_count") + change, first_answers=keys)
    root.filter(is_shown=False).update(is_placed=False)
    root.filter(is_shown=False, answers_count__gt=0).update(is_placed=True)
