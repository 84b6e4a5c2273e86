"""Pages are kept for everybody who is not signed in, and dropped at once when they may not be seen any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.events import ListingChanged
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.live.generations import cell_of, generations
from bouquet.foundation.subjects.subject import Standing
from bouquet.sites.tribes.actions import befriending, founding, joining, moderating, polling, posting, presenting
from bouquet.sites.tribes.models import Audience, Openness, Post, Tribe
from bouquet.sites.tribes.tests.gatherings import HOST, drafts, gathered, outing, photo_of, posted, question
from bouquet.sites.tribes.tests.making import post_of, tribe_of

pytestmark = pytest.mark.usefixtures("place")
Settled = Callable[..., Any]


def asked(address: str, account: Account | None = None) -> Any:
    client = Client(HTTP_HOST=HOST)
    if account is not None:
        client.force_login(account)
    return client.get(address)


def cells(address: str) -> list[int]:
    """Where the tags of this page fall; fails when the page is not kept."""
    answer = asked(address)
    assert answer.status_code == 200, address
    assert answer["Cache-Control"].startswith("public"), f"{address}: {answer['Cache-Control']}"
    return [cell_of(tag) for tag in answer["Cache-Tags"].split(",")]


def is_dropped(address: str, do: Callable[[], object], settled: Settled) -> bool:
    """Whether a page that was kept before `do` is asked for again after it."""
    on = cells(address)
    before = generations().read(on)
    settled(do)
    return generations().read(on) != before


@pytest.fixture
def crowd(ines: Account, karim: Account) -> Tribe:
    return gathered(ines, karim)


def test_pages_of_open_tribes_are_kept_for_visitors_and_never_for_members(
    ines: Account, karim: Account, crowd: Tribe
) -> None:
    post = posted(ines, crowd, "Qui vient ?", photos=drafts(photo_of(ines)), poll=question(), event=outing())
    mine = post_of(ines, None, "Sur ma page")
    closed = tribe_of(ines, "Les veilleurs", openness=Openness.CLOSED)
    pages = ["/", "/tribes", "/tribes?q=gri", f"/t/{crowd.slug}", f"/t/{crowd.slug}/about", f"/t/{crowd.slug}/members"]
    pages += [f"/t/{crowd.slug}/events", f"/t/{crowd.slug}/photos", post.path, f"{post.path}/photos/1", mine.path]
    pages += [f"{post.path}/people", f"/@{ines.handle}", f"/t/{closed.slug}", f"/en/t/{crowd.slug}", "/en/"]
    for page in pages:
        assert cells(page), page
        signed_in = asked(page, karim)
        assert "public" not in signed_in["Cache-Control"], page
        assert "no-store" in signed_in["Cache-Control"], page
        assert "Cache-Tags" not in signed_in, page


def test_what_a_member_alone_may_read_is_kept_by_nobody(ines: Account, karim: Account) -> None:
    secret = gathered(ines, karim, openness=Openness.SECRET, slug="cave")
    post = posted(ines, secret, "Le mot de passe est mandarine.")
    for page in (f"/t/{secret.slug}", post.path):
        assert asked(page).status_code == 404
        assert "public" not in asked(page).get("Cache-Control", "")
        assert "no-store" in asked(page, karim)["Cache-Control"]


@pytest.mark.parametrize("openness", [Openness.SECRET, Openness.CLOSED])
def test_a_tribe_that_is_not_open_any_more_is_gone_from_every_kept_page(
    ines: Account, crowd: Tribe, settled: Settled, openness: str
) -> None:
    post = posted(ines, crowd, "Le mot de passe est mandarine.", photos=drafts(photo_of(ines)))
    pages = ["/", "/tribes", f"/t/{crowd.slug}", f"/t/{crowd.slug}/members", post.path, f"{post.path}/photos/1"]
    pages.append(f"/@{ines.handle}")
    on = {page: cells(page) for page in pages}
    before = {page: generations().read(on[page]) for page in pages}
    settled(lambda: founding.edit(tribe=crowd, by=ines, details=founding.Details(name="Grimpe", openness=openness)))
    for page in pages:
        assert generations().read(on[page]) != before[page], page
        assert "mandarine" not in asked(page).content.decode(), page


def test_words_that_changed_are_shown_at_once(ines: Account, crowd: Tribe, settled: Settled) -> None:
    post = settled(lambda: posted(ines, crowd, "Mardi"))
    mine = settled(lambda: post_of(ines, None, "Sur ma page"))
    tribe = f"/t/{crowd.slug}"
    assert is_dropped(post.path, lambda: posting.edit(post=post, by=ines, text="Jeudi"), settled)
    assert is_dropped(tribe, lambda: posting.edit(post=post, by=ines, text="Samedi"), settled)
    assert is_dropped(tribe, lambda: posted(ines, crowd, "Un autre"), settled)
    assert is_dropped(tribe, lambda: posting.pin(post=post, by=ines), settled)
    assert is_dropped(tribe, lambda: posting.unpin(post=post, by=ines), settled)
    assert is_dropped(f"/@{ines.handle}", lambda: posting.edit(post=mine, by=ines, text="Autrement"), settled)
    assert not is_dropped("/tribes", lambda: posting.edit(post=post, by=ines, text="Dimanche"), settled)


def test_what_is_not_for_everybody_any_more_is_gone_from_every_kept_page(
    ines: Account, karim: Account, crowd: Tribe, settled: Settled
) -> None:
    other = tribe_of(karim, "Chorale")

    def said() -> Post:
        made: Post = settled(lambda: posted(ines, crowd, "Casseroles !"))
        # Passed on where its tribe's pages are not.
        settled(lambda: post_of(karim, other, "", shared_kind=posting.POST, shared_key=made.pk))
        return made

    elsewhere = f"/t/{other.slug}"
    hidden, removed, kept_back = said(), said(), post_of(ines, None, "Pour tous")
    assert is_dropped(elsewhere, lambda: moderating.put_post(key=hidden.pk, standing=Standing.HIDDEN), settled)
    assert is_dropped(elsewhere, lambda: posting.remove(post=removed, by=ines), settled)
    for_friends = partial(posting.edit, post=kept_back, by=ines, text="Pour mes amis", audience=Audience.FRIENDS)
    assert is_dropped(elsewhere, for_friends, settled)
    assert is_dropped(elsewhere, lambda: posting.erase(post=said()), settled)


def test_a_suspended_author_is_gone_from_every_kept_page(
    ines: Account, karim: Account, crowd: Tribe, settled: Settled
) -> None:
    settled(lambda: posted(karim, crowd, "Achetez mes chaussons"))
    page = f"/t/{crowd.slug}"
    assert is_dropped(page, lambda: suspending.suspend(account=karim, until=None, reason="spam"), settled)
    assert "chaussons" not in asked(page).content.decode()
    assert asked(f"/@{karim.handle}").status_code == 404
    assert is_dropped(page, lambda: suspending.reinstate(account=karim), settled)
    assert "chaussons" in asked(page).content.decode()


def test_people_and_their_places_follow(ines: Account, karim: Account, lea: Account, settled: Settled) -> None:
    tribe = gathered(ines, karim)
    members = f"/t/{tribe.slug}/members"
    assert is_dropped(members, lambda: joining.join(tribe=tribe, by=lea), settled)
    assert is_dropped(members, lambda: joining.leave(tribe=tribe, by=lea), settled)
    page = f"/@{ines.handle}"
    settled(lambda: befriending.ask(account=ines, by=karim))
    assert is_dropped(page, lambda: befriending.ask(account=karim, by=ines), settled)
    assert is_dropped(page, lambda: befriending.part(one=karim.pk, other=ines.pk), settled)
    shown = presenting.first_profile(ines)
    shown.place = "Nantes"
    assert is_dropped(page, lambda: presenting.keep(shown), settled)


def test_a_vote_shows_on_the_page_of_its_poll(ines: Account, karim: Account, crowd: Tribe, settled: Settled) -> None:
    post = settled(lambda: posted(ines, crowd, poll=question()))
    assert is_dropped(post.path, lambda: polling.vote(post=post, by=karim, options=[1]), settled)


def test_what_another_site_withdrew_is_passed_on_by_no_kept_page(crowd: Tribe, settled: Settled, ines: Account) -> None:
    page = f"/t/{crowd.slug}"
    assert is_dropped(page, lambda: announce(ListingChanged("videos.video", crowd.pk)), settled)
    assert not is_dropped(page, lambda: announce(ListingChanged("accounts.account", ines.pk)), settled)
