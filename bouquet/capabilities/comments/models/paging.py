"""Long lists of comments, page by page, by the place of a row and never by its number: while people write, like and
delete, a reader who goes on skips nothing and sees nothing twice.

By time, a row never moves. By likes it does: the cursor holds the moment the reader began, and rows whose likes have
changed since are put back where they were then (`LikesStep`). They are few, whatever the length of the thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from bouquet.capabilities.comments.engine.cursors import Cursor, Place, read, written
from bouquet.capabilities.comments.models.comment import Comment
from bouquet.capabilities.comments.models.reading import CommentQuerySet
from bouquet.capabilities.comments.models.states import Sort
from bouquet.capabilities.comments.models.talk import LikesStep
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

PAGE = 20
# For so long a reader of the most liked finds the order of their first page.
STEPS_LAST = timedelta(hours=2)


@dataclass(frozen=True)
class Page:
    """Some comments, and the cursors of the pages around them; empty where there is none."""

    comments: list[Comment]
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Order:
    """How the heads of the threads below `ref` are sorted, as of a moment."""

    sort: Sort
    ref: Ref
    as_of: datetime
    # Where comments were whose likes have changed since.
    moved: dict[UUID, int] = field(default_factory=dict)

    @property
    def by_likes(self) -> bool:
        return self.sort == Sort.LIKED

    def place_of(self, comment: Comment) -> Place:
        likes = self.moved.get(comment.pk, comment.likes_count) if self.by_likes else 0
        return Place(likes, comment.posted_at, comment.pk)

    def cursor(self, comment: Comment) -> str:
        return written(Cursor(self.place_of(comment), self.as_of if self.by_likes else None))


def page_of(heads: CommentQuerySet, ref: Ref, sort: Sort, *, after: str = "", before: str = "") -> Page:
    """The page that follows the cursor `after`, or precedes `before`; the first one without either."""
    cursor = read(after) or read(before)
    order = _order(ref, sort, cursor)
    if cursor is None:
        return _page(_walk(heads, order, None, size=PAGE + 1), order, is_first=True)
    if read(after):
        return _page(_walk(heads, order, cursor.place, size=PAGE + 1), order, is_first=False)
    found = _walk(heads, order, cursor.place, size=PAGE + 1, backwards=True)
    shown = found[:PAGE][::-1]
    return Page(
        shown,
        before=order.cursor(shown[0]) if len(found) > PAGE else "",
        after=order.cursor(shown[-1]) if shown else "",
    )


def page_at(heads: CommentQuerySet, ref: Ref, sort: Sort, head: Comment) -> Page:
    """The page that begins with the thread of `head`."""
    order = _order(ref, sort, None)
    place = order.place_of(head)
    found = _walk(heads, order, place, size=PAGE + 1, inclusive=True)
    is_first = not _walk(heads, order, place, size=1, backwards=True)
    return _page(found, order, is_first=is_first)


def answers_of(answers: CommentQuerySet, *, after: str = "", size: int = PAGE) -> Page:
    """Of one thread, the first said first, from the cursor `after` on."""
    cursor = read(after)
    found = _by_time(answers, cursor.place if cursor else None, descending=False, size=size + 1)
    return Page(found[:size], after=cursor_after(found[size - 1]) if len(found) > size else "")


def answers_from(answers: CommentQuerySet, target: Comment, *, size: int = PAGE) -> Page:
    """Of one thread, from this answer on."""
    found = _by_time(answers, target.place, descending=False, size=size + 1, inclusive=True)
    return Page(found[:size], after=cursor_after(found[size - 1]) if len(found) > size else "")


def cursor_after(comment: Comment) -> str:
    """Where its thread goes on."""
    return written(Cursor(Place(0, comment.posted_at, comment.pk)))


def _page(found: list[Comment], order: Order, *, is_first: bool) -> Page:
    shown = found[:PAGE]
    return Page(
        shown,
        before="" if is_first or not shown else order.cursor(shown[0]),
        after=order.cursor(shown[-1]) if len(found) > PAGE else "",
    )


def _order(ref: Ref, sort: Sort, cursor: Cursor | None) -> Order:
    now = clock.now()
    if sort != Sort.LIKED or cursor is None or cursor.as_of is None:
        return Order(sort, ref, now)
    as_of = max(cursor.as_of, now - STEPS_LAST)
    steps = LikesStep.objects.filter(kind=ref.kind, key=ref.key, at__gt=as_of).order_by("-at", "-id")
    # The last one written into the dictionary is the first that happened.
    return Order(sort, ref, as_of, dict(steps.values_list("comment", "before")))


def _walk(
    heads: CommentQuerySet,
    order: Order,
    place: Place | None,
    *,
    size: int,
    backwards: bool = False,
    inclusive: bool = False,
) -> list[Comment]:
    """The next `size` rows from `place` on, or those before it, the nearest first."""
    descending = (order.sort != Sort.OLDEST) != backwards
    if not order.by_likes:
        return _by_time(heads, place, descending=descending, size=size, inclusive=inclusive)
    still = heads.exclude(pk__in=order.moved) if order.moved else heads
    found = _by_likes(still, place, descending=descending, size=size, inclusive=inclusive)
    if order.moved:
        others = [
            comment for comment in heads.filter(pk__in=order.moved) if _is_beyond(order, comment, place, descending)
        ]
        found = sorted([*found, *others], key=order.place_of, reverse=descending)[:size]
    return found


def _is_beyond(order: Order, comment: Comment, place: Place | None, descending: bool) -> bool:
    if place is None:
        return True
    own = order.place_of(comment)
    return own < place if descending else own > place


def _by_likes(
    rows: CommentQuerySet, place: Place | None, *, descending: bool, size: int, inclusive: bool = False
) -> list[Comment]:
    """First those with as many likes as `place`, then those beyond: two ranges of one index."""
    sign = "-" if descending else ""
    in_order = (f"{sign}likes_count", f"{sign}posted_at", f"{sign}id")
    if place is None:
        return list(rows.order_by(*in_order)[:size])
    same = rows.filter(likes_count=place.likes)
    found = _by_time(same, place, descending=descending, size=size, inclusive=inclusive)
    if len(found) < size:
        beyond = rows.filter(**{f"likes_count__{'lt' if descending else 'gt'}": place.likes})
        found += beyond.order_by(*in_order)[: size - len(found)]
    return found


def _by_time(
    rows: CommentQuerySet, place: Place | None, *, descending: bool, size: int, inclusive: bool = False
) -> list[Comment]:
    sign = "-" if descending else ""
    if place is not None:
        way = "lt" if descending else "gt"
        tie = f"id__{way}e" if inclusive else f"id__{way}"
        # The first condition is the range of the index, the second settles what was posted at the same moment.
        rows = rows.filter(**{f"posted_at__{way}e": place.posted_at})
        rows = rows.filter(Q(**{f"posted_at__{way}": place.posted_at}) | Q(**{tie: place.key}))
    return list(rows.order_by(f"{sign}posted_at", f"{sign}id")[:size])
