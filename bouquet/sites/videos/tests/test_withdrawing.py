"""What stops being for everybody leaves every kept page at once, also pages that are not about it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.live.generations import cell_of, generations
from bouquet.sites.videos.actions import editing, publishing, removing
from bouquet.sites.videos.actions.editing import Details
from bouquet.sites.videos.actions.purging import FOUND, WITHDRAWN
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of

Committed = Callable[[], AbstractContextManager[None]]


def make_private(video: Video, by: Account) -> None:
    editing.edit(video=video, by=by, details=Details(title=video.title, visibility=Visibility.PRIVATE))


def withdraw(video: Video, by: Account) -> None:
    publishing.withdraw(video=video, by=by)


def remove(video: Video, by: Account) -> None:
    removing.remove(video=video, by=by)


def erase(video: Video, by: Account) -> None:
    removing.erase(video=video)


@pytest.mark.parametrize("hide", [make_private, withdraw, remove, erase])
def test_hiding_a_video_drops_every_page_that_lists_videos(
    ines: Account, committed: Committed, hide: Callable[[Video, Account], None]
) -> None:
    video = video_of(ines)
    before = generations().read([cell_of(WITHDRAWN)])
    with committed():
        hide(video, ines)
    assert generations().read([cell_of(WITHDRAWN)]) != before


def test_what_search_answered_before_it_knew_is_asked_again(
    ines: Account, client: Client, committed: Committed, work_off: Callable[[], None]
) -> None:
    video = video_of(ines, state=State.DRAFT)
    with committed():
        publishing.publish(video=video, by=ines)
    before = generations().read([cell_of(FOUND)])
    with committed():
        work_off()
    assert generations().read([cell_of(FOUND)]) != before
    for path in ("/search?q=plage", "/suggestions?q=pla", "/search/feed?q=plage"):
        assert FOUND in client.get(path).headers["Cache-Tags"], path


def test_changing_what_nobody_else_sees_drops_no_list(ines: Account, committed: Committed) -> None:
    video = video_of(ines, visibility=Visibility.UNLISTED)
    before = generations().read([cell_of(WITHDRAWN)])
    with committed():
        make_private(video, ines)
    assert generations().read([cell_of(WITHDRAWN)]) == before


def test_every_kept_page_that_lists_videos_is_dropped_by_it(ines: Account, client: Client) -> None:
    video = video_of(ines, tags=("mer",))
    lists = (
        "/", "/new", "/popular", "/search?q=plage", "/feed", "/tags/mer", "/tags/mer/feed", f"/@{ines.handle}",
        f"/@{ines.handle}/feed", video.path, "/sitemap.xml", f"/oembed?url=http://wideo.m6.localhost:8000{video.path}",
    )  # fmt: skip
    for path in lists:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert WITHDRAWN in answer.headers.get("Cache-Tags", ""), path
