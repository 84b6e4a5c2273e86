"""A playlist on other pages of the network and of others: its card, its player."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject
from bouquet.sites.videos.actions import collecting
from bouquet.sites.videos.engine.kinds import PLAYLIST
from bouquet.sites.videos.models import Playlist, PlaylistVisibility, Video, Visibility
from bouquet.sites.videos.tests.making import video_of

HOST = "wideo.m6.localhost"


@pytest.fixture
def evening(ines: Account, karim: Account) -> Playlist:
    """Karim's unlisted playlist: a private video of Inès, then A, B (not for other people's pages), C."""
    playlist = collecting.make(by=karim, title="Une soirée", visibility=PlaylistVisibility.UNLISTED)
    for title in ("Le secret", "A", "B", "C"):
        collecting.put_in(playlist=playlist, video=video_of(ines, title), by=karim)
    Video.objects.filter(title="Le secret").update(visibility=Visibility.PRIVATE)
    Video.objects.filter(title="B").update(allows_embedding=False)
    return playlist


def _code(title: str) -> str:
    return Video.objects.get(title=title).code


def _subject(playlist: Playlist) -> Subject:
    found = registry.subject(Ref(PLAYLIST, playlist.pk))
    assert found is not None
    return found


def test_its_link_leads_to_a_card_with_a_cover_and_a_player(evening: Playlist) -> None:
    assert registry.ref_at(f"/playlists/{evening.code}", ["videos"]) == Ref(PLAYLIST, evening.pk)
    for other in ("/playlists", f"/playlists/{evening.code}/edit", "/playlists/nothing", f"/v/{evening.code}"):
        assert registry.ref_at(other, ["videos"]) is None, other
    shown = _subject(evening)
    assert shown.title == "Une soirée"
    assert shown.embed.endswith(f"/embed/{_code('A')}?list={evening.code}"), "what is private leads nothing"


def test_nobody_else_sees_the_card_of_a_private_one(evening: Playlist, karim: Account, lea: Account) -> None:
    Playlist.objects.update(visibility=PlaylistVisibility.PRIVATE)
    ref = Ref(PLAYLIST, evening.pk)
    assert registry.visible([ref], lea) == registry.visible([ref], AnonymousUser()) == set()
    assert registry.visible([ref], karim) == {ref}
    assert _subject(evening).embed == "", "others' player would not open it"


def test_many_cost_what_one_costs(karim: Account, evening: Playlist, django_assert_num_queries: Any) -> None:
    refs = [Ref(PLAYLIST, collecting.make(by=karim, title=f"{n}", visibility="public").pk) for n in range(5)]
    with django_assert_num_queries(3):
        registry.subjects([*refs, Ref(PLAYLIST, evening.pk)])


def test_the_player_elsewhere_goes_from_one_to_the_next(evening: Playlist) -> None:
    visitor = Client(HTTP_HOST=HOST)
    first = visitor.get(f"/embed/{_code('A')}", {"list": evening.code}).content.decode()
    assert f'href="/embed/{_code("C")}?list={evening.code}" rel="next"' in first
    assert 'rel="prev"' not in first
    assert "1 / 2" in first
    last = visitor.get(f"/embed/{_code('C')}", {"list": evening.code}).content.decode()
    assert f'href="/embed/{_code("A")}?list={evening.code}" rel="prev"' in last
    assert 'rel="next"' not in last


def test_the_player_elsewhere_tells_nothing_of_a_list_that_is_not_for_all(evening: Playlist) -> None:
    Playlist.objects.update(visibility=PlaylistVisibility.PRIVATE)
    for wanted in (evening.code, "nothing", "x" * 300, ""):
        page = Client(HTTP_HOST=HOST).get(f"/embed/{_code('A')}", {"list": wanted})
        assert page.status_code == 200
        assert "embed-row" not in page.content.decode()
