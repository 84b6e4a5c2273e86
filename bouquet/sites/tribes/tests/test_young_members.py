"""Strangers do not write to young members (guidelines on Regulation (EU) 2022/2065 art. 28)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from bouquet.capabilities.accounts.actions import blocking, following, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting as saying
from bouquet.capabilities.notifications.models import Notice
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import befriending, meeting, posting
from bouquet.sites.tribes.actions.carrying import carried_by
from bouquet.sites.tribes.models import Friendship, Openness, Post
from bouquet.sites.tribes.tests.gatherings import outing, posted
from bouquet.sites.tribes.tests.making import let_in, tribe_of
from tests.regulars import regular

Settled = Callable[..., Any]


@pytest.fixture
def jade(db: None) -> Account:
    """Sixteen years old."""
    young = regular("jade", "Jade")
    Account.objects.filter(pk=young.pk).update(birth_date=clock.today() - timedelta(days=16 * 365 + 30))
    young.refresh_from_db()
    return young


def kinds_told(person: Account) -> set[str]:
    return set(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


def say_below(post: Post, by: Account, text: str, **more: Any) -> Any:
    return saying.post(ref=Ref(posting.POST, post.pk), by=by, text=text, **more)


def test_a_strangers_words_do_not_reach_them(ines: Account, jade: Account, karim: Account, settled: Settled) -> None:
    tribe = tribe_of(ines)
    for person in (jade, karim):
        let_in(tribe, person)
    hers = settled(lambda: posted(jade, tribe, "Qui grimpe ?"))
    settled(lambda: posted(ines, tribe, "Hé @jade, écris-moi ! @karim aussi"))
    first = settled(lambda: say_below(hers, jade, "Samedi ?"))
    settled(lambda: say_below(hers, ines, "Seule ?"))
    settled(lambda: say_below(hers, ines, "Je viens", answers_to=first))
    settled(lambda: say_below(hers, ines, "@jade et @karim, regardez"))
    assert kinds_told(jade) == set()
    assert kinds_told(karim) == {"tribes.mention", "comments.mention"}


@pytest.mark.parametrize("known_by", ["following", "friendship", "a closed tribe"])
def test_words_of_people_they_know_do(ines: Account, jade: Account, settled: Settled, known_by: str) -> None:
    tribe = tribe_of(ines, openness=Openness.CLOSED if known_by == "a closed tribe" else Openness.OPEN)
    let_in(tribe, jade)
    if known_by == "following":
        following.follow(account=ines, by=jade)
    if known_by == "friendship":
        Friendship.objects.create(account=jade, friend=ines)
    settled(lambda: posted(ines, tribe, "Hé @jade !"))
    assert kinds_told(jade) == {"tribes.mention"}


def test_whoever_follows_them_is_still_a_stranger(ines: Account, jade: Account, settled: Settled) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, jade)
    following.follow(account=jade, by=ines)
    settled(lambda: posted(ines, tribe, "Hé @jade !"))
    assert "tribes.mention" not in kinds_told(jade)


def test_to_walk_into_their_open_tribe_makes_nobody_known_to_them(ines: Account, jade: Account, karim: Account) -> None:
    tribe = tribe_of(karim)
    for person in (ines, jade):
        let_in(tribe, person)
    with pytest.raises(PermissionDenied):
        befriending.ask(account=jade, by=ines)
    closed = tribe_of(karim, "Fermée", openness=Openness.CLOSED)
    for person in (ines, jade):
        let_in(closed, person)
    befriending.ask(account=jade, by=ines)


def visitor(person: Account | None) -> Client:
    client = Client(HTTP_HOST="yootribe.m6.localhost")
    if person is not None:
        client.force_login(person)
    return client


def faces_of(post: Post, viewer: Account) -> list[Account]:
    event = carried_by([post], viewer)[post.pk].event
    assert event is not None
    return list(event.faces)


def test_no_list_of_who_is_where_leads_strangers_to_them(ines: Account, jade: Account, karim: Account) -> None:
    tribe = tribe_of(karim, "Grimpe Nantes", place="Nantes")
    for person in (jade, ines):
        let_in(tribe, person)
    outing_ = posted(karim, tribe, "Samedi", event=outing())
    for person in (jade, karim):
        meeting.answer(post=outing_, by=person, answer="going")
    pages = (f"/p/{outing_.code}/people", outing_.path, f"/t/{tribe.slug}/members")
    for page in pages:
        for stranger in (None, ines):
            shown = visitor(stranger).get(page).content.decode()
            assert "Jade" not in shown, (page, stranger)
        assert "Jade" in visitor(jade).get(page).content.decode(), page
    # Who looks after the tribe knows who is in it.
    assert "Jade" in visitor(karim).get(f"/t/{tribe.slug}/members").content.decode()
    assert faces_of(outing_, ines) == [karim]
    following.follow(account=ines, by=jade)
    assert set(faces_of(outing_, ines)) == {karim, jade}
    for page in (pages[0], pages[2]):
        assert "Jade" in visitor(ines).get(page).content.decode(), page


def test_who_is_suspended_comes_to_nothing_that_others_see(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    let_in(tribe, karim)
    outing_ = posted(ines, tribe, "Samedi", event=outing())
    meeting.answer(post=outing_, by=karim, answer="going")
    page = f"/p/{outing_.code}/people"
    assert "Karim" in visitor(ines).get(page).content.decode()
    suspending.suspend(account=karim, until=None, reason="")
    assert "Karim" not in visitor(ines).get(page).content.decode()


def test_a_block_holds_in_the_calendar_of_an_open_tribe(ines: Account, karim: Account) -> None:
    tribe = tribe_of(ines)
    posted(ines, tribe, "Samedi", event=outing())
    assert "Falaise" in visitor(karim).get(f"/t/{tribe.slug}/events.ics").content.decode()
    blocking.block(account=karim, by=ines)
    assert "Falaise" not in visitor(karim).get(f"/t/{tribe.slug}/events.ics").content.decode()
    assert "Falaise" in visitor(None).get(f"/t/{tribe.slug}/events.ics").content.decode()
