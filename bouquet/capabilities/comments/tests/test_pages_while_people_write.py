"""Whoever reads on from page to page skips nothing and sees nothing twice, whatever others do meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting, reacting
from bouquet.capabilities.comments.actions.reacting import react, unreact
from bouquet.capabilities.comments.engine import cursors
from bouquet.capabilities.comments.models import Comment, LikesStep
from bouquet.capabilities.comments.models.paging import PAGE, Page, page_at, page_of
from bouquet.capabilities.comments.models.states import Sort
from bouquet.capabilities.comments.tests.things import Thing
from bouquet.foundation.clock import clock

MANY = 3 * PAGE + 5


@pytest.fixture
def written(thing: Thing, karim: Account) -> list[Comment]:
    """Enough for four pages, a minute apart, with a few likes here and there; every third shares its moment."""
    began = clock.now() - timedelta(days=2)
    comments = [
        Comment(
            kind=thing.ref.kind,
            key=thing.key,
            author=karim,
            text=f"Numéro {number}",
            html=f"<p>Numéro {number}</p>",
            posted_at=began + timedelta(minutes=number - number % 3),
            likes_count=number % 7,
            is_shown=True,
            is_placed=True,
            is_counted=True,
            shown_at=began,
        )
        for number in range(MANY)
    ]
    return Comment.objects.bulk_create(comments)


def heads(thing: Thing):  # type: ignore[no-untyped-def]
    return Comment.objects.about(thing.ref).heads()


def pages(thing: Thing, sort: Sort) -> Iterator[Page]:
    """Page after page, asked for as a reader would."""
    page = page_of(heads(thing), thing.ref, sort)
    yield page
    while page.after:
        page = page_of(heads(thing), thing.ref, sort, after=page.after)
        yield page


def read(thing: Thing, sort: Sort, meanwhile: Callable[[int, Page], None] | None = None) -> list[Comment]:
    found = []
    for number, page in enumerate(pages(thing, sort)):
        found += page.comments
        if meanwhile:
            meanwhile(number, page)
    return found


ORDERS = {
    Sort.NEWEST: lambda comment: (comment.posted_at, comment.pk),
    Sort.OLDEST: lambda comment: (comment.posted_at, comment.pk),
    Sort.LIKED: lambda comment: (comment.likes_count, comment.posted_at, comment.pk),
}


@pytest.mark.parametrize("sort", list(Sort))
def test_all_is_read_once_in_its_order(thing: Thing, written: list[Comment], sort: Sort) -> None:
    expected = sorted(written, key=ORDERS[sort], reverse=sort != Sort.OLDEST)
    assert read(thing, sort) == expected


@pytest.mark.parametrize("sort", list(Sort))
def test_the_way_back_is_the_same(thing: Thing, written: list[Comment], sort: Sort) -> None:
    forth = list(pages(thing, sort))
    assert not forth[0].before
    page, back = forth[-1], [forth[-1].comments]
    while page.before:
        page = page_of(heads(thing), thing.ref, sort, before=page.before)
        back.append(page.comments)
    assert back[::-1] == [one.comments for one in forth]


@pytest.mark.parametrize("sort", list(Sort))
def test_nothing_is_skipped_or_doubled_while_people_write_and_delete(
    thing: Thing, written: list[Comment], sort: Sort, karim: Account, at_any_pace: None
) -> None:
    gone: list[Comment] = []

    def meanwhile(number: int, page: Page) -> None:
        for _ in range(3):
            posting.post(ref=thing.ref, by=karim, text="Encore un")
        # One that was read, and the very one the next page goes on from.
        for comment in (page.comments[0], page.comments[-1]):
            posting.delete(comment=comment, by=karim)
            gone.append(comment)

    found = read(thing, sort, meanwhile)
    assert len(found) == len(set(found))
    assert set(found) >= set(written)


def test_nothing_is_skipped_or_doubled_while_people_like(
    thing: Thing, written: list[Comment], ines: Account, lea: Account, marc: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reacting, "require_pace", lambda **_: None)
    expected = sorted(written, key=ORDERS[Sort.LIKED], reverse=True)
    last = expected[-1]

    def meanwhile(number: int, page: Page) -> None:
        if number == 0:
            # What nobody liked passes everything, to where the reader has been already.
            for who in (ines, lea, marc):
                react(ref=last.ref, by=who, emoji="❤️")
            Comment.objects.filter(pk=last.pk).update(likes_count=40)
            react(ref=page.comments[-1].ref, by=ines, emoji="❤️")
            react(ref=expected[PAGE].ref, by=ines, emoji="❤️")
        if number == 1:
            unreact(ref=expected[PAGE].ref, by=ines)
            # Two that were read fall to where the reader goes; one ahead rises and falls again.
            for comment in expected[:2]:
                LikesStep.objects.create(
                    comment=comment, kind=comment.kind, key=comment.key, before=comment.likes_count
                )
                Comment.objects.filter(pk=comment.pk).update(likes_count=0)

    assert read(thing, Sort.LIKED, meanwhile) == expected
    # Whoever begins now has the order of now.
    assert page_of(heads(thing), thing.ref, Sort.LIKED).comments[0] == last


def test_steps_are_kept_for_as_long_as_somebody_reads_on(
    thing: Thing, written: list[Comment], ines: Account, travel: Callable[[timedelta], object]
) -> None:
    from bouquet.capabilities.comments.actions.forgetting import forget_old_steps

    react(ref=written[0].ref, by=ines, emoji="🔥")
    forget_old_steps()
    assert LikesStep.objects.count() == 1
    with travel(timedelta(hours=3)):  # type: ignore[attr-defined]
        forget_old_steps()
    assert not LikesStep.objects.exists()


@pytest.mark.parametrize("sort", list(Sort))
def test_a_talk_opens_where_a_comment_is(thing: Thing, written: list[Comment], sort: Sort) -> None:
    expected = sorted(written, key=ORDERS[sort], reverse=sort != Sort.OLDEST)
    wanted = expected[PAGE + 7]
    page = page_at(heads(thing), thing.ref, sort, wanted)
    assert page.comments == expected[PAGE + 7 : 2 * PAGE + 7]
    before = page_of(heads(thing), thing.ref, sort, before=page.before)
    assert before.comments == expected[7 : PAGE + 7]
    assert not page_at(heads(thing), thing.ref, sort, expected[0]).before


@pytest.mark.parametrize(
    "cursor", ["x", "1-2", "-", "1-2-3-4-5", f"-1-2-{'0' * 32}", f"1-{'f' * 30}-{'0' * 32}", "1-1-" + "g" * 32, "é-1-2"]
)
def test_an_invented_cursor_opens_the_beginning(thing: Thing, written: list[Comment], cursor: str) -> None:
    assert cursors.read(cursor) is None
    assert page_of(heads(thing), thing.ref, Sort.NEWEST, after=cursor).comments[0] == max(
        written, key=ORDERS[Sort.NEWEST]
    )
