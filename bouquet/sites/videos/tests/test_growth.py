"""What pages cost does not depend on how many videos there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.actions import following
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import relating, sending
from bouquet.sites.videos.models import Category, Video, Visibility
from bouquet.sites.videos.tests.making import asset_of, video_of
from tests.regulars import regular

Queries = Callable[[str], int]


@pytest.fixture
def busy(ines: Account, karim: Account) -> Video:
    """A video that has everything a watch page can show, seen by a member who has to do with all of it."""
    following.follow(account=ines, by=karim)
    original = video_of(ines, "Question")
    shelf = Category.objects.get(key="travel")
    fields: dict[str, Any] = {"tags": ("mer", "été"), "category": shelf, "reply_to": original, "allows_download": True}
    video = video_of(ines, "La plage", description="1:23", **fields)
    for number in range(3):
        video_of(karim, f"Réponse {number}", reply_to=video)
    Video.objects.filter(pk=video.pk).update(replies_count=3)
    for number in range(12):
        video_of(ines, f"La plage encore {number}", tags=("mer",), category=shelf)
    sending.send(video=video, by=ines, to=karim)
    sending.send(video=video, by=karim, to=ines)
    relating.relate(video_id=video.pk)
    return Video.objects.get(pk=video.pk)


@pytest.fixture
def queries(client: Client) -> Queries:
    def count(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    return count


def test_the_watch_page_of_a_member_asks_twelve_questions_at_most(
    client: Client, karim: Account, busy: Video, queries: Queries
) -> None:
    client.force_login(karim)
    assert queries(busy.path) <= 12


def test_the_watch_page_of_a_visitor_asks_eight(busy: Video, queries: Queries) -> None:
    assert queries(busy.path) <= 8


@pytest.mark.parametrize(
    "path",
    ["/", "/new", "/popular", "/@ines", "/categories/travel", "/tags/mer", "/search?q=plage", "/feed", "/studio",
     "/studio/likes", "/received", "/sitemap-videos-1.xml"],
)  # fmt: skip
def test_no_list_asks_more_when_it_is_longer(
    client: Client, ines: Account, karim: Account, busy: Video, queries: Queries, path: str
) -> None:
    client.force_login(ines)
    before = queries(path)
    for number in range(15):
        video = video_of(karim, f"Une autre plage {number}", tags=("mer",), category=busy.category)
        sending.send(video=video, by=karim, to=ines)
    assert queries(path) <= before


def test_home_shows_the_newest_of_all_whom_a_member_follows_and_reads_no_more_when_they_are_many(
    client: Client, karim: Account, queries: Queries
) -> None:
    now = clock.now()

    def follow_one_more(number: int) -> None:
        author = regular(f"author{number}", f"Author {number}")
        following.follow(account=author, by=karim)
        for turn in range(3):
            video = video_of(author, f"n° {number}.{turn}", visibility=Visibility.FOLLOWERS)
            Video.objects.filter(pk=video.pk).update(published_at=now - timedelta(minutes=(number * 7 + turn * 5) % 40))

    for number in range(9):
        follow_one_more(number)
    client.force_login(karim)
    before = queries("/")
    for number in range(9, 14):
        follow_one_more(number)
    assert queries("/") <= before
    newest = Video.objects.for_followers().newest_first()[:8]
    shown = client.get("/").context["followed"]
    assert [video.published_at for video in shown] == [video.published_at for video in newest]


def test_long_lists_are_read_from_an_index(ines: Account) -> None:
    asset = asset_of(ines)
    now = clock.now()
    shelves = list(Category.objects.order_by("key").values_list("pk", flat=True))[:2]
    Video.objects.bulk_create(
        Video(
            author=ines, asset=asset, title=f"n° {number}", state="published", visibility=visibility,
            published_at=now - timedelta(minutes=number), week_views=number, views_count=number,
            category_id=shelves[number % len(shelves)],
        )
        for number in range(300)
        for visibility in (Visibility.PUBLIC, Visibility.PRIVATE)
    )  # fmt: skip
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE videos_video")
    public = Video.objects.public()
    shelf = public.filter(category=shelves[0])
    for videos, index in (
        (public.newest_first(), "videos_newest"),
        (public.most_watched_first(), "videos_most_watched"),
        (public.order_by("-views_count", "-id"), "videos_most_viewed"),
        (shelf.newest_first(), "videos_of_category"),
        (shelf.most_watched_first(), "videos_shelf_watched"),
    ):
        plan: Any = videos[:12].explain()
        # With this few videos PostgreSQL reads a shelf through the index of all: what counts is that it sorts nothing.
        assert index in plan or (connection.vendor == "postgresql" and "category_id" in plan), plan
        assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan
