"""Playlists: in one's own order, open to whom one likes, each video obeying its own visibility."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import blocking, following
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.subjects.subject import Ref, Standing
from bouquet.sites.videos import listings
from bouquet.sites.videos.actions import collecting, exporting, leaving, removing
from bouquet.sites.videos.actions.moderating import judge_playlist
from bouquet.sites.videos.models import Playlist, PlaylistEntry, PlaylistVisibility, Video, Visibility
from bouquet.sites.videos.models.collected import collected
from bouquet.sites.videos.subjects import PlaylistKind
from bouquet.sites.videos.tests.making import video_of

PUBLIC, UNLISTED, PRIVATE = PlaylistVisibility.PUBLIC, PlaylistVisibility.UNLISTED, PlaylistVisibility.PRIVATE


@pytest.fixture
def evening(ines: Account, karim: Account) -> Playlist:
    """Karim's public playlist of three videos of Inès, in order A, B, C."""
    playlist = collecting.make(by=karim, title="Une soirée", visibility=PUBLIC)
    for title in "ABC":
        collecting.put_in(playlist=playlist, video=video_of(ines, title), by=karim)
    playlist.refresh_from_db()
    return playlist


def _titles(playlist: Playlist, visitor: Account) -> str:
    titles = dict(Video.objects.values_list("pk", "title"))
    return "".join(titles[key] for key in collected(playlist, visitor))


def _video(title: str) -> Video:
    return Video.objects.get(title=title)


def test_videos_go_in_once_at_the_end_and_come_out(evening: Playlist, karim: Account) -> None:
    collecting.put_in(playlist=evening, video=_video("A"), by=karim)
    assert _titles(evening, karim) == "ABC"
    for _again in range(2):
        collecting.take_out(playlist=evening, video=_video("B"), by=karim)
    evening.refresh_from_db()
    assert (_titles(evening, karim), evening.entries_count) == ("AC", 2)


@pytest.mark.parametrize(
    ("what", "after", "order"),
    [("A", "C", "BCA"), ("C", None, "CAB"), ("C", "A", "ACB"), ("B", "B", "ABC"), ("B", None, "BAC")],
)
def test_the_order_is_one_s_own(evening: Playlist, karim: Account, what: str, after: str | None, order: str) -> None:
    collecting.move(playlist=evening, video=_video(what), by=karim, after=_video(after) if after else None)
    assert _titles(evening, karim) == order


def test_buttons_move_one_place_and_stop_at_the_ends(evening: Playlist, karim: Account, client: Client) -> None:
    client.force_login(karim)
    address = f"/playlists/{evening.code}/move"
    for what, towards, order in (("A", "up", "ABC"), ("A", "down", "BAC"), ("C", "down", "BAC"), ("C", "up", "BCA")):
        assert client.post(address, {"video": _video(what).code, "towards": towards}).status_code == 302
        assert _titles(evening, karim) == order, (what, towards)
    dragged = client.post(address, {"video": _video("A").code, "after": ""}, HTTP_HX_REQUEST="true")
    assert dragged.status_code == 204
    assert _titles(evening, karim) == "ABC"


def test_a_stranger_changes_nothing(evening: Playlist, lea: Account, client: Client) -> None:
    client.force_login(lea)
    for page in ("move", "take-out", "throw-away", "edit"):
        answer = client.post(f"/playlists/{evening.code}/{page}", {"video": _video("A").code, "towards": "down"})
        assert answer.status_code == 404, page
    video = _video("A")
    client.post(f"/videos/{video.code}/playlists", {"playlist": evening.code, "on": "0"})
    assert evening.entries.count() == 3
    for verb in (collecting.put_in, collecting.take_out):
        with pytest.raises(PermissionDenied):
            verb(playlist=evening, video=video, by=lea)


@pytest.mark.parametrize(
    ("visibility", "stranger", "listed"), [(PUBLIC, 200, True), (UNLISTED, 200, False), (PRIVATE, 404, False)]
)
def test_who_opens_a_playlist(
    evening: Playlist, karim: Account, lea: Account, client: Client, visibility: str, stranger: int, listed: bool
) -> None:
    collecting.describe(playlist=evening, by=karim, title="Une soirée", description="", visibility=visibility)
    for who in (None, lea):
        if who:
            client.force_login(who)
        assert client.get(evening.path).status_code == stranger
        channel = client.get("/@karim/playlists").content.decode()
        assert (evening.code in channel) is listed
    assert bool(listings.collect_playlists([evening.pk])) is listed
    client.force_login(karim)
    assert client.get(evening.path).status_code == 200


def test_a_playlist_opens_no_video(evening: Playlist, ines: Account, karim: Account, lea: Account) -> None:
    following.follow(account=ines, by=karim)
    for title, visibility in (
        ("D", Visibility.FOLLOWERS), ("E", Visibility.UNLISTED), ("F", Visibility.PRIVATE), ("G", Visibility.PASSWORD),
    ):  # fmt: skip
        video = video_of(ines, title, visibility=visibility, password="x" if visibility == "password" else "")
        PlaylistEntry.objects.create(playlist=evening, video=video, place=99)
    own = video_of(karim, "K", visibility=Visibility.UNLISTED)
    PlaylistEntry.objects.create(playlist=evening, video=own, place=100)
    assert _titles(evening, karim) == "ABCDEK"
    assert _titles(evening, lea) == "ABCK", "of unlisted videos, only those that are its member's to give"
    removing.remove(video=_video("A"), by=ines)
    assert _titles(evening, lea) == "BCK"
    blocking.block(account=lea, by=ines)
    assert _titles(evening, lea) == "K"


def test_the_sheet_puts_in_takes_out_and_makes_new_ones(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(karim)
    address = f"/videos/{video.code}/playlists"
    sheet = client.get(address, HTTP_HX_REQUEST="true")
    assert b"<html" not in sheet.content
    assert "À regarder plus tard" in sheet.content.decode()
    later = Playlist.objects.get(owner=karim, is_watch_later=True)
    client.post(address, {"playlist": later.code, "on": "1"}, HTTP_HX_REQUEST="true")
    assert _count(later) == 1
    client.post(address, {"playlist": later.code, "on": "0"})
    assert _count(later) == 0
    client.post(address, {"title": "Pour dimanche"})
    made = Playlist.objects.get(own_title="Pour dimanche")
    assert (made.visibility, made.entries_count, made.owner) == (PRIVATE, 1, karim)
    assert client.post(address, {"title": " \u200b "}, HTTP_HX_REQUEST="true").status_code == 422


def _count(playlist: Playlist) -> int:
    playlist.refresh_from_db()
    return playlist.entries_count


def test_a_visitor_is_asked_to_sign_in_first(ines: Account, client: Client) -> None:
    for path in (f"/videos/{video_of(ines).code}/playlists", "/playlists", "/history", "/subscriptions"):
        assert "/connexion/" in client.get(path).headers["Location"], path


def test_what_waits_to_be_watched_stays_private_and_is_only_emptied(
    ines: Account, karim: Account, client: Client
) -> None:
    later = collecting.watch_later_of(karim)
    assert collecting.watch_later_of(karim) == later
    collecting.put_in(playlist=later, video=video_of(ines), by=karim)
    with pytest.raises(PermissionDenied):
        collecting.describe(playlist=later, by=karim, title="x", description="", visibility=PUBLIC)
    assert client.get(later.path).status_code == 404
    client.force_login(karim)
    client.post(f"/playlists/{later.code}/throw-away")
    assert (_count(later), later.is_watch_later) == (0, True)


def test_watching_a_playlist_goes_on_and_back(evening: Playlist, client: Client) -> None:
    first, second, third = (_video(title) for title in "ABC")
    page = client.get(f"{second.path}?list={evening.code}").content.decode()
    assert 'rel="prev"' in page and f'href="{first.path}?list={evening.code}"' in page
    assert 'rel="next"' in page and f'href="{third.path}?list={evening.code}"' in page
    assert 'data-controller="in-a-row"' in page
    last = client.get(f"{third.path}?list={evening.code}").content.decode()
    assert 'rel="next"' not in last
    for strange in ("nothing", "", "a" * 400, evening.code[:-1]):
        assert 'class="row-panel"' not in client.get(f"{second.path}?list={strange}").content.decode()


def test_a_private_playlist_shows_beside_the_player_to_nobody_else(
    evening: Playlist, karim: Account, lea: Account, client: Client
) -> None:
    collecting.describe(playlist=evening, by=karim, title="Secret", description="", visibility=PRIVATE)
    for who in (None, lea, karim):
        if who:
            client.force_login(who)
        page = client.get(f"{_video('A').path}?list={evening.code}").content.decode()
        assert ("Secret" in page) is (who == karim)


def test_for_young_members_the_next_video_waits_for_them(evening: Playlist, karim: Account, client: Client) -> None:
    from datetime import date

    from bouquet.foundation.clock import clock

    today = clock.now().date()
    Account.objects.filter(pk=karim.pk).update(birth_date=date(today.year - 16, 1, 1))
    client.force_login(Account.objects.get(pk=karim.pk))
    page = client.get(f"{_video('A').path}?list={evening.code}").content.decode()
    assert 'rel="next"' in page
    assert 'data-controller="in-a-row"' not in page and "data-in-a-row" not in page


def test_a_playlist_costs_the_same_however_long(
    evening: Playlist, ines: Account, karim: Account, client: Client
) -> None:
    client.force_login(karim)

    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    paths = [evening.path, "/playlists", "/@karim/playlists", f"{_video('A').path}?list={evening.code}"]
    before = [queries(path) for path in paths]
    for number in range(10):
        collecting.put_in(playlist=evening, video=video_of(ines, f"n° {number}"), by=karim)
        other = collecting.make(by=karim, title=f"Autre {number}", visibility=PUBLIC)
        collecting.put_in(playlist=other, video=_video("A"), by=karim)
    assert [queries(path) for path in paths] <= before
    assert before[3] <= 16


def test_moderators_hide_a_playlist_and_show_it_again(
    evening: Playlist,
    karim: Account,
    lea: Account,
    client: Client,
    committed: Callable[[], AbstractContextManager[None]],
) -> None:
    kind = PlaylistKind()
    assert kind.visible_to(lea, [evening.pk]) == {evening.pk}
    for standing, author in ((Standing.HIDDEN, 200), (Standing.REMOVED, 404)):
        with committed():
            kind.moderate(evening.pk, standing)
        client.logout()
        assert client.get(evening.path).status_code == 404
        assert not listings.collect_playlists([evening.pk])
        client.force_login(karim)
        assert client.get(evening.path).status_code == author
    judge_playlist(playlist_id=evening.pk, standing=Standing.SHOWN)
    client.logout()
    assert client.get(evening.path).status_code == 200
    found = kind.find([evening.pk])[evening.pk]
    assert (found.ref, found.title, found.author_id) == (Ref("videos.playlist", evening.pk), "Une soirée", karim.pk)


def test_limits_are_told_and_nothing_is_lost(
    evening: Playlist, ines: Account, karim: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "MOST_ENTRIES", 3)
    monkeypatch.setattr(collecting, "MOST_PLAYLISTS", 2)
    client.force_login(karim)
    address = f"/videos/{video_of(ines).code}/playlists"
    full = client.post(address, {"playlist": evening.code, "on": "1"}, HTTP_HX_REQUEST="true")
    assert full.status_code == 422 and "pleine" in full.content.decode()
    many = client.post(address, {"title": "Encore une"}, HTTP_HX_REQUEST="true")
    assert many.status_code == 422 and "deux cents" in many.content.decode()
    many = client.post("/playlists", {"title": "Encore une", "visibility": "public"})
    assert many.status_code == 422 and "Encore une" in many.content.decode()


def test_a_playlist_wears_the_first_of_its_videos_that_everybody_may_see(
    evening: Playlist, ines: Account, karim: Account, client: Client
) -> None:
    client.force_login(karim)
    for first in ("A", "B"):
        covers = {playlist.pk: video for playlist, video in client.get("/playlists").context["playlists"]}
        assert covers[evening.pk].title == first
        Video.objects.filter(title=first).update(visibility=Visibility.FOLLOWERS)


def test_a_video_that_is_gone_for_ever_is_counted_no_more(evening: Playlist, ines: Account, karim: Account) -> None:
    removing.erase(video=_video("B"))
    assert _count(evening) == 2
    assert _titles(evening, karim) == "AC"


def test_its_member_takes_out_what_can_no_longer_be_watched(
    evening: Playlist, ines: Account, karim: Account, client: Client
) -> None:
    removing.remove(video=_video("B"), by=ines)
    client.force_login(karim)
    assert (
        "ne peut" in client.get(evening.path).content.decode()
        or "plus visible" in client.get(evening.path).content.decode()
    )
    client.post(f"/playlists/{evening.code}/take-out", {"hidden": "1"})
    assert _count(evening) == 2


def test_playlists_go_with_their_member_and_into_their_copy(evening: Playlist, karim: Account) -> None:
    files = {file.name: b"".join(file.parts) for file in exporting.collect(karim) if not file.stored}
    [row] = json.loads(files["playlists.json"])
    assert (row["title"], row["visibility"], len(row["videos"])) == ("Une soirée", "public", 3)
    leaving.forget_member(account_id=karim.pk, keeps_posts=True)
    assert not Playlist.objects.exists()
