"""Whom a comment, an answer, a mention or a reaction reaches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from bouquet.capabilities.accounts.actions.blocking import block
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting, ruling, telling
from bouquet.capabilities.comments.actions.reacting import react
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.tests.conftest import Say
from bouquet.capabilities.comments.tests.things import Thing, ThingKind
from bouquet.capabilities.notifications.models import Notice

Committed = Callable[[], AbstractContextManager[None]]


def told() -> set[tuple[str, str]]:
    """(kind, handle) of everything anybody finds in their inbox."""
    rows = Notice.objects.filter(entry__isnull=False).values_list("kind", "recipient__handle")
    return set(rows)


@pytest.fixture
def deliver(committed: Committed, work_off: Callable[[], None]) -> Callable[[Callable[[], object]], None]:
    """`deliver(do)`: whatever follows from `do` has happened."""

    def run(do: Callable[[], object]) -> None:
        with committed():
            do()
        with committed():
            work_off()

    return run


def test_each_is_told_once_for_the_nearest_reason(
    say: Say, deliver: Callable[..., None], ines: Account, karim: Account, lea: Account, marc: Account
) -> None:
    first = say(karim, "Où est-ce ?")
    second = say(lea, "Au port.", to=first)
    deliver(lambda: say(marc, "Merci @lea et @personne !", to=second))
    # Karim began the thread, Léa is mentioned (and answered), Inès is the author of the thing.
    assert told() == {("comments.reply", "karim"), ("comments.mention", "lea"), ("comments.comment", "ines")}


def test_telling_again_tells_nobody_twice(say: Say, deliver: Callable[..., None], karim: Account) -> None:
    deliver(lambda: say(karim, "Bravo"))
    telling.tell_of(comment_id=Notice.objects.get().about.key)
    assert Notice.objects.count() == 1


def test_only_people_who_may_see_it_are_told(
    things: ThingKind, deliver: Callable[..., None], ines: Account, karim: Account, lea: Account
) -> None:
    secret = things.add(Thing(ines, readers={karim.pk}))
    deliver(lambda: posting.post(ref=secret.ref, by=ines, text="@karim @lea regardez"))
    assert told() == {("comments.mention", "karim")}


def test_people_kept_apart_are_neither_told_nor_linked(
    say: Say, deliver: Callable[..., None], karim: Account, lea: Account
) -> None:
    block(account=karim, by=lea)
    deliver(lambda: say(karim, "Dis donc @lea"))
    assert ("comments.mention", "lea") not in told()
    comment = say(karim, "Dis donc @lea et @ines")
    assert 'data-mention="ines"' in comment.html and 'data-mention="lea"' not in comment.html


def test_an_edit_tells_those_it_mentions_now(
    say: Say, deliver: Callable[..., None], karim: Account, lea: Account
) -> None:
    comment = say(karim, "Bravo")
    deliver(lambda: posting.edit(comment=comment, by=karim, text="Bravo @lea"))
    assert ("comments.mention", "lea") in told()


def test_what_was_deleted_is_taken_out_of_the_inbox(say: Say, deliver: Callable[..., None], karim: Account) -> None:
    deliver(lambda: say(karim, "Bravo"))
    assert told() == {("comments.comment", "ines")}
    comment = Comment.objects.get()
    deliver(lambda: posting.delete(comment=comment, by=karim))
    assert told() == set()


def test_the_author_is_told_of_reactions_and_not_of_their_own(
    thing: Thing, say: Say, deliver: Callable[..., None], ines: Account, karim: Account, lea: Account
) -> None:
    comment = say(karim)
    deliver(lambda: react(ref=thing.ref, by=ines, emoji="❤️"))
    assert told() == set()
    deliver(lambda: react(ref=thing.ref, by=lea, emoji="❤️"))
    deliver(lambda: react(ref=comment.ref, by=lea, emoji="❤️"))
    assert told() == {("comments.reaction", "ines"), ("comments.reaction", "karim")}


def test_a_waiting_comment_is_told_to_who_may_approve_it(
    thing: Thing, say: Say, deliver: Callable[..., None], ines: Account, karim: Account
) -> None:
    ruling.rule(ref=thing.ref, by=ines, is_closed=False, asks_approval=True)
    deliver(lambda: say(karim, "Puis-je @lea ?"))
    assert told() == {("comments.waiting", "ines")}
