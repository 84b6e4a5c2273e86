"""Strangers do not write to young members (guidelines on Regulation (EU) 2022/2065 art. 28)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting as saying
from bouquet.capabilities.notifications.models import Notice
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions import befriending, posting
from bouquet.sites.tribes.models import Friendship, Openness, Post
from bouquet.sites.tribes.tests.gatherings import posted
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
