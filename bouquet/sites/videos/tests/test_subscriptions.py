"""Following a channel: the newest on one page, a bell, and a word when something is published."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from bouquet.capabilities.accounts.actions import blocking, following
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Notice
from bouquet.sites.videos.actions import publishing, subscribing
from bouquet.sites.videos.models import Hush, State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of
from tests.regulars import regular

Committed = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def publish(committed: Committed, work_off: Callable[[], None]) -> Callable[..., Video]:
    def run(author: Account, **fields: Any) -> Video:
        video = video_of(author, state=State.DRAFT, **fields)
        with committed():
            publishing.publish(video=video, by=author)
        with committed():
            work_off()
        work_off()
        return video

    return run


def _told() -> set[str]:
    return set(Notice.objects.filter(kind="videos.published").values_list("recipient__handle", flat=True))


def test_followers_are_told_once_of_a_new_video(
    ines: Account, karim: Account, lea: Account, publish: Callable[..., Video], work_off: Callable[[], None]
) -> None:
    following.follow(account=ines, by=karim)
    video = publish(ines)
    assert _told() == {"karim"}
    subscribing.tell_followers(video_id=video.pk, after=None)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.PRIVATE, Visibility.PASSWORD])
def test_nobody_is_told_of_what_lists_do_not_show(
    ines: Account, karim: Account, publish: Callable[..., Video], visibility: str
) -> None:
    following.follow(account=ines, by=karim)
    publish(ines, visibility=visibility)
    assert _told() == set()


def test_a_bell_that_is_off_a_mute_and_a_request_keep_silent(
    ines: Account, karim: Account, lea: Account, marc: Account, publish: Callable[..., Video], client: Client
) -> None:
    for follower in (karim, lea, marc):
        following.follow(account=ines, by=follower)
    client.force_login(karim)
    assert client.post("/@ines/bell", {"on": "0"}).status_code == 302
    blocking.mute(account=ines, by=lea)
    publish(ines)
    assert _told() == {"marc"}
    client.post("/@ines/bell", {"on": "1"})
    publish(ines)
    assert _told() == {"marc", "karim"}


def test_the_bell_goes_with_the_follow(ines: Account, karim: Account, committed: Committed) -> None:
    subscribing.hush(author=ines, by=karim)
    assert not Hush.objects.exists(), "one does not hush whom one does not follow"
    following.follow(account=ines, by=karim)
    subscribing.hush(author=ines, by=karim)
    with committed():
        following.unfollow(account=ines, by=karim)
    assert not Hush.objects.exists()


def test_the_bell_answers_with_itself(ines: Account, karim: Account, client: Client) -> None:
    following.follow(account=ines, by=karim)
    client.force_login(karim)
    page = client.get("/@ines").content.decode()
    assert 'action="/@ines/bell"' in page
    part = client.post("/@ines/bell", {"on": "0", "beside": "follow"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'id="follow"' in part and 'aria-pressed="false"' in part
    alone = client.post("/@ines/bell", {"on": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert 'id="follow"' not in alone and 'aria-pressed="true"' in alone


def test_a_crowd_is_told_in_batches_and_nobody_twice(
    ines: Account, publish: Callable[..., Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "BATCH", 2)
    for number in range(5):
        following.follow(account=ines, by=regular(f"fan_{number}", f"Fan {number}"))
    publish(ines)
    assert _told() == {f"fan_{number}" for number in range(5)}
    assert Notice.objects.count() == 5


def test_the_subscriptions_page_shows_whom_one_follows_and_no_others(
    ines: Account, karim: Account, lea: Account, client: Client
) -> None:
    following.follow(account=ines, by=karim)
    shown = video_of(ines, "Pour ses abonnés", visibility=Visibility.FOLLOWERS)
    others = [video_of(lea, "D’une autre"), video_of(ines, "Secrète", visibility=Visibility.PRIVATE)]
    client.force_login(karim)
    page = client.get("/subscriptions").content.decode()
    assert shown.code in page
    assert not any(video.code in page for video in others)
    blocking.mute(account=ines, by=karim)
    assert shown.code not in client.get("/subscriptions").content.decode()
    assert "Inès" in client.get("/subscriptions/people").content.decode()


def test_the_inbox_says_who_published_what_in_one_line(
    ines: Account, karim: Account, publish: Callable[..., Video], client: Client
) -> None:
    from bouquet.capabilities.notifications.models import Entry

    following.follow(account=ines, by=karim)
    publish(ines, title="La dune")
    client.force_login(karim)
    assert Entry.objects.count() == 1
    publish(ines, title="La vague")
    assert Entry.objects.count() == 1, "two videos of one author are one line"
