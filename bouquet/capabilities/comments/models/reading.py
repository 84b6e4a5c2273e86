"""How comments are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.subjects.subject import Ref, Standing

if TYPE_CHECKING:
    from bouquet.capabilities.comments.models.comment import Comment  # noqa: F401


# The words as they were typed, and most of a person, stay in the database: a page reads sixty rows of each.
_ON_PAGES = (
    *("kind", "key", "root", "html", "state", "standing", "label", "is_shown", "posted_at", "edited_at"),
    *("likes_count", "answers_count", "first_answers"),
    *("author__handle", "author__display_name", "author__avatar_key", "author__erased_at"),
    *("answers_to__is_shown", "answers_to__author__display_name"),
)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads over comments. Who may see the subject is asked of its kind, before."""

    def about(self, ref: Ref) -> CommentQuerySet:
        return self.filter(kind=ref.kind, key=ref.key)

    def heads(self) -> CommentQuerySet:
        """What threads begin with and lists show: comments, and empty places above answers."""
        return self.filter(root=None, is_placed=True)

    def shown(self) -> CommentQuerySet:
        """What everybody reads who may see the subject."""
        return self.filter(is_shown=True)

    def waiting(self) -> CommentQuerySet:
        """What waits for the approval of those who keep the talk."""
        return self.filter(state=State.WAITING, is_away=False).exclude(standing__in=(Standing.HIDDEN, Standing.REMOVED))

    def seen_by_its_author_only(self) -> CommentQuerySet:
        """What others do not read, but whoever wrote it still does."""
        return self.filter(is_shown=False, state__in=(State.POSTED, State.WAITING, State.HELD, State.REFUSED)).exclude(
            standing=Standing.REMOVED
        )

    def with_people(self) -> CommentQuerySet:
        """With whom it is by and whom it answers, in one query."""
        return self.select_related("author", "answers_to__author")

    def for_pages(self) -> CommentQuerySet:
        """Likewise, with what a page of the talk shows of them, and nothing else."""
        return self.with_people().only(*_ON_PAGES)
