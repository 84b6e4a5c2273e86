"""A video a person may not see shows on no surface: no page, feed, search, embed, and no file of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.live.media import serve_media
from bouquet.sites.videos.actions import editing, indexing, removing
from bouquet.sites.videos.models import Video, Visibility
from bouquet.sites.videos.tests.making import video_of, with_files

SECRET = "Zanzibar"
HIDDEN = [Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.PASSWORD, Visibility.PRIVATE]
# Behind these doors Léa finds nothing even with the address.
SHUT = [Visibility.FOLLOWERS, Visibility.PASSWORD, Visibility.PRIVATE]

Committed = Callable[[], AbstractContextManager[None]]


@pytest.fixture(params=HIDDEN)
def hidden(request: pytest.FixtureRequest, ines: Account) -> Video:
    return _hidden(ines, request.param)


@pytest.fixture(params=SHUT)
def shut(request: pytest.FixtureRequest, ines: Account) -> Video:
    return _hidden(ines, request.param)


def _hidden(ines: Account, visibility: str) -> Video:
    password = "sésame" if visibility == Visibility.PASSWORD else ""
    video = video_of(ines, SECRET, visibility=visibility, password=password, description=SECRET, tags=(SECRET,))
    Video.objects.filter(pk=video.pk).update(week_views=1000)
    indexing.index_video(video_id=video.pk)
    video_of(ines, "Tout public", tags=("mer",))
    return with_files(video)


@pytest.fixture(params=["léa", "visitor"])
def stranger(request: pytest.FixtureRequest, client: Client, lea: Account) -> Client:
    if request.param == "léa":
        client.force_login(lea)
    return client


LISTS = ["/", "/new", "/popular", f"/search?q={SECRET}", f"/tags/{SECRET.lower()}", "/@ines", "/@ines/replies", "/feed",
         "/@ines/feed", f"/tags/{SECRET.lower()}/feed", f"/search/feed?q={SECRET}", f"/suggestions?q={SECRET[:4]}",
         "/sitemap-videos-1.xml"]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_no_list_shows_it(stranger: Client, hidden: Video, path: str) -> None:
    text = stranger.get(path).content.decode()
    assert hidden.code not in text
    assert hidden.asset.key not in text
    # What was typed is shown again; what was found is not.
    found = text.replace(f"“{SECRET}”", "").replace(f'value="{SECRET}"', "").replace(f"#{SECRET}", "")
    if "search" not in path and "tags" not in path:
        assert SECRET not in found


def test_its_page_says_nothing(stranger: Client, shut: Video) -> None:
    answer = stranger.get(f"/v/{shut.code}")
    assert answer.status_code == (200 if shut.visibility == Visibility.PASSWORD else 404)
    for secret in (SECRET, shut.asset.key, "Inès", "og:image", "master.m3u8", "poster"):
        assert secret not in answer.content.decode()


def test_an_unlisted_page_opens_by_its_address_and_asks_robots_to_go(stranger: Client, ines: Account) -> None:
    video = _hidden(ines, Visibility.UNLISTED)
    answer = stranger.get(video.path)
    assert SECRET in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_oembed_knows_nothing_of_it(stranger: Client, shut: Video, form: str) -> None:
    address = f"http://wideo.m6.localhost/v/{shut.code}"
    answer = stranger.get("/oembed", {"url": address, "format": form})
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()


def test_its_embed_is_empty(stranger: Client, shut: Video) -> None:
    answer = stranger.get(f"/embed/{shut.code}")
    assert answer.status_code == 404
    assert SECRET not in answer.content.decode()
    assert shut.asset.key not in answer.content.decode()


def test_not_even_its_author_embeds_it(client: Client, ines: Account, shut: Video) -> None:
    client.force_login(ines)
    assert client.get(f"/embed/{shut.code}").status_code == 404


@pytest.mark.parametrize("path", ["download/360p", "addresses", "qr.svg"])
def test_no_way_to_its_file(stranger: Client, shut: Video, path: str) -> None:
    Video.objects.filter(pk=shut.pk).update(allows_download=True)
    answer = stranger.get(f"/videos/{shut.code}/{path}")
    assert answer.status_code == 404
    assert shut.asset.key not in str(answer.headers) + answer.content.decode()


@pytest.mark.parametrize("path", ["like", "position", "send"])
def test_nothing_can_be_done_with_it(client: Client, lea: Account, shut: Video, path: str) -> None:
    client.force_login(lea)
    assert client.post(f"/videos/{shut.code}/{path}", {"on": "1", "seconds": "9", "to": "ines"}).status_code == 404


@pytest.mark.parametrize("path", ["", "/state", "/statistics"])
def test_its_studio_is_its_author_s(client: Client, lea: Account, hidden: Video, path: str) -> None:
    client.force_login(lea)
    assert client.get(f"/studio/{hidden.code}{path}").status_code == 404


FILES = ["master.m3u8", "v360/segment1.m4s", "poster-abc/640.webp", "storyboard/storyboard.vtt", "360p.mp4"]


@pytest.mark.parametrize("file", FILES)
def test_its_files_have_no_public_address(hidden: Video, file: str) -> None:
    assert fetched(f"/media/public/{hidden.asset.key}/{file}") == 404
    assert fetched(f"/media/private/9999999999/forged/{hidden.asset.key}/{file}") == 403


def test_a_signed_address_opens_its_files(hidden: Video) -> None:
    assert fetched(hidden.asset.address("v360/segment1.m4s")) == 200


@pytest.mark.parametrize("file", FILES)
def test_old_addresses_die_when_a_public_video_is_hidden(ines: Account, committed: Committed, file: str) -> None:
    video = with_files(video_of(ines))
    address = video.asset.address(file)
    assert fetched(address) == 200
    with committed():
        editing.edit(video=video, by=ines, details=editing.Details(title="La plage", visibility=Visibility.PRIVATE))
    assert fetched(address) == 404


def test_old_addresses_die_when_a_video_is_deleted(ines: Account, committed: Committed) -> None:
    video = with_files(video_of(ines))
    address = video.asset.address("v360/segment1.m4s")
    with committed():
        removing.remove(video=video, by=ines)
    assert fetched(address) == 404
    with committed():
        removing.restore(video=video, by=ines)
    video.refresh_from_db()
    assert fetched(video.asset.address("v360/segment1.m4s")) == 200


def test_a_hidden_video_leaves_the_index(ines: Account, committed: Committed, work_off: Callable[[], None]) -> None:
    video = video_of(ines, SECRET)
    with committed():
        editing.edit(video=video, by=ines, details=editing.Details(title=SECRET))
    work_off()
    assert hasattr(Video.objects.get(pk=video.pk), "search_text")
    with committed():
        editing.edit(video=video, by=ines, details=editing.Details(title=SECRET, visibility=Visibility.UNLISTED))
    work_off()
    assert not hasattr(Video.objects.get(pk=video.pk), "search_text")


def fetched(path: str) -> int:
    """The status of a GET at the live door."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
        "extensions": {},
    }
    asyncio.run(serve_media(scope, receive, send))
    return int(sent[0]["status"])
