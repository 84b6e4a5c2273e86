"""During the thirty days of grace others see nothing of a member who leaves; who comes back finds all as it was."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import closing
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import indexing, leaving, publishing, removing
from bouquet.sites.videos.models import State, Video, VideoText, Visibility
from bouquet.sites.videos.tests.making import video_of

Committed = Callable[[], AbstractContextManager[None]]
Travel = Callable[[timedelta], AbstractContextManager[None]]


@pytest.fixture
def close(ines: Account, committed: Committed) -> Callable[..., None]:
    def run(*, keeps_posts: bool = False) -> None:
        with committed():
            closing.close(account=ines, keeps_posts=keeps_posts)

    return run


@pytest.fixture
def stay(ines: Account, committed: Committed) -> Callable[[], None]:
    def run() -> None:
        ines.refresh_from_db()
        with committed():
            closing.stay(account=ines)

    return run


@pytest.mark.parametrize("keeps_posts", [True, False])
@pytest.mark.parametrize("who", ["visitor", "karim"])
def test_what_was_posted_is_gone_at_once_and_comes_back(
    ines: Account,
    karim: Account,
    client: Client,
    close: Callable[..., None],
    stay: Callable[[], None],
    who: str,
    keeps_posts: bool,
) -> None:
    if who == "karim":
        client.force_login(karim)
    videos = [video_of(ines, "La dune", tags=("mer",)), video_of(ines, "L’anse", visibility=Visibility.UNLISTED)]
    pages = [*(video.path for video in videos), *(f"/embed/{video.code}" for video in videos), "/@ines",
             "/@ines/about", "/@ines/feed"]  # fmt: skip
    lists = ["/", "/new", "/popular", "/tags/mer", "/feed", "/tags/mer/feed", "/sitemap-videos-1.xml"]
    assert {client.get(path).status_code for path in [*pages, *lists]} == {200}
    close(keeps_posts=keeps_posts)
    assert {client.get(path).status_code for path in pages} == {404}
    for path in lists:
        assert videos[0].code not in client.get(path).content.decode(), path
    stay()
    assert {client.get(path).status_code for path in pages} == {200}
    assert videos[0].code in client.get("/new").content.decode()


def test_its_files_are_no_longer_for_everybody(
    ines: Account, close: Callable[..., None], stay: Callable[[], None], work_off: Callable[[], None]
) -> None:
    video = video_of(ines)
    before = video.asset.folder
    close()
    work_off()
    video.asset.refresh_from_db()
    assert not video.asset.is_public and video.asset.folder != before
    stay()
    work_off()
    video.asset.refresh_from_db()
    assert video.asset.is_public


def test_search_forgets_it_and_knows_it_again(
    ines: Account, close: Callable[..., None], stay: Callable[[], None], committed: Committed,
    work_off: Callable[[], None],
) -> None:  # fmt: skip
    video = video_of(ines)
    indexing.index_video(video_id=video.pk)
    for change, is_known in ((close, False), (stay, True)):
        change()
        with committed():
            work_off()
        work_off()
        assert VideoText.objects.filter(video=video).exists() is is_known


def test_a_reply_of_somebody_who_leaves_is_not_counted(
    ines: Account, karim: Account, close: Callable[..., None], work_off: Callable[[], None]
) -> None:
    original = video_of(karim)
    reply = video_of(ines, "Réponse", reply_to=original)
    publishing.recount_replies(reply)
    close()
    work_off()
    original.refresh_from_db()
    assert original.replies_count == 0


def test_nothing_scheduled_shows_during_the_grace(
    ines: Account, close: Callable[..., None], stay: Callable[[], None], travel: Travel
) -> None:
    video = video_of(ines, state=State.WAITING, publish_at=clock.now() + timedelta(days=2))
    close()
    with travel(timedelta(days=3)):
        publishing.show_what_is_due()
        assert not Video.objects.public().exists()
        stay()
        publishing.show_what_is_due()
        assert Video.objects.public().get() == video


def test_what_was_in_the_bin_stays_there(ines: Account, close: Callable[..., None], stay: Callable[[], None]) -> None:
    video = video_of(ines)
    removing.remove(video=video, by=ines)
    close()
    stay()
    video.refresh_from_db()
    assert video.is_removed
    removing.restore(video=video, by=ines)
    video.refresh_from_db()
    assert video.is_published


@pytest.mark.parametrize("visibility", Visibility.values)
def test_what_stays_after_the_member_comes_back_by_nobody(
    ines: Account, close: Callable[..., None], travel: Travel, committed: Committed,
    work_off: Callable[[], None], client: Client, visibility: str,
) -> None:  # fmt: skip
    video = video_of(ines, visibility=visibility, lock_code="lock" * (visibility == Visibility.PASSWORD))
    close(keeps_posts=True)
    work_off()
    with travel(timedelta(days=31)), committed():
        closing.erase_what_is_due()
    work_off()
    kept = visibility in (Visibility.PUBLIC, Visibility.UNLISTED)
    assert Video.objects.filter(pk=video.pk, state=State.PUBLISHED).exists() is kept
    assert client.get(video.path).status_code == (200 if kept else 404)
    if kept:
        assert "Inès" not in client.get(video.path).content.decode()
        assert Video.objects.get().asset.is_public is (visibility == Visibility.PUBLIC)


def test_however_much_was_posted_it_takes_the_same_queries(
    ines: Account, django_assert_num_queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    for number in range(12):
        video_of(ines, f"Vidéo {number}")
    Account.objects.filter(pk=ines.pk).update(leaves_at=clock.now())
    with django_assert_num_queries(5):
        leaving.hide_or_show(account_id=ines.pk)
    assert set(Video.objects.values_list("state", flat=True)) == {State.AWAY}
