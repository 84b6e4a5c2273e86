"""For the tests of every app that registers a kind: hidden is hidden wherever it could show.

    def test_a_hidden_comment_is_nowhere(client, lea, ...):
        hiding.check(
            kind=CommentKind(), key=comment.pk, words="insulte",
            pages={"the thread": lambda visitor: page_as(visitor, thread)}, author=ines, others=[lea, AnonymousUser()],
        )

Each of `pages` is asked for what a visitor finds there (its text, as one reads it); feeds, searches, notices and mails
are pages too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from uuid import UUID

from django.apps import apps as installed
from django.db.backends.base.base import BaseDatabaseWrapper

from bouquet.foundation.subjects.subject import Kind, Standing, Visitor

Page = Callable[[Visitor], str]
UNSEEN = {Standing.HIDDEN, Standing.REMOVED}


def check(
    *, kind: Kind, key: UUID, words: str, pages: Mapping[str, Page], author: Visitor, others: Sequence[Visitor]
) -> None:
    """`words` show on every page, then on none when the thing is hidden or removed, then on every page again."""
    for standing in (Standing.SHOWN, Standing.HIDDEN, Standing.SHOWN, Standing.REMOVED, Standing.SHOWN):
        kind.moderate(key, standing)
        kind.moderate(key, standing)  # Safe to repeat.
        assert kind.find([key])[key].standing == standing, f"find() does not tell that it is {standing}"
        for visitor in others:
            assert (key in kind.visible_to(visitor, [key])) is (standing not in UNSEEN), f"{standing}, for {visitor}"
            for name, page in pages.items():
                assert (words in page(visitor)) is (standing not in UNSEEN), f"{name}, {standing}, for {visitor}"
        assert (key in kind.visible_to(author, [key])) is (standing != Standing.REMOVED), f"{standing}, for its author"


@contextmanager
def without_its_guard(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside the block the database lets the log be changed, as whoever owns it could."""
    guard = import_module("bouquet.capabilities.moderation.migrations.0002_nobody_edits_the_log")
    editor = connection.schema_editor(atomic=False)
    editor.deferred_sql = []
    guard.unguard(installed, editor)
    yield
    guard.guard(installed, editor)


def empty_the_log(connection: BaseDatabaseWrapper) -> None:
    """For tests that really commit (`transactional_db`): their clean-up deletes rows, which the log refuses."""
    with without_its_guard(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_auditentry")
