"""A premiere: waited for together, in a room beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies as rooms
from bouquet.capabilities.messaging.actions import placing
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.videos.engine.kinds import VIDEO
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import video_of

pytestmark = pytest.mark.django_db
HOST = "wideo.m6.localhost"


def premiere(author: Account, **fields: object) -> Video:
    wanted = {"state": State.WAITING, "publish_at": clock.now() + timedelta(hours=2), "is_premiere": True} | fields
    return video_of(author, "La nuit des phares", **wanted)  # type: ignore[arg-type]


def page(video: Video) -> str:
    answer = Client().get(video.path, HTTP_HOST=HOST)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_a_premiere_is_waited_for_at_its_address(ines: Account) -> None:
    shown = page(premiere(ines))
    assert 'data-controller="premiere"' in shown and "La nuit des phares" in shown
    assert "/rooms/about/videos.video/" in shown and "m3u8" not in shown


@pytest.mark.parametrize(
    "fields",
    [{"is_premiere": False}, {"visibility": Visibility.UNLISTED}, {"state": State.DRAFT}, {"publish_at": None}],
)
def test_what_is_no_premiere_stays_unseen_until_its_hour(ines: Account, fields: dict[str, object]) -> None:
    assert page(premiere(ines, **fields)) == "404"


def test_members_talk_while_they_wait_and_everybody_reads(ines: Account, karim: Account) -> None:
    video = premiere(ines)
    room = placing.open_one(Ref(VIDEO, video.pk))
    assert rooms.may_post(karim, room) and rooms.seat_of(ines, room).keeps
    assert rooms.may_read(AnonymousUser(), room) and not rooms.may_post(AnonymousUser(), room)


def test_the_room_stays_beside_the_video_after_its_hour(ines: Account, karim: Account) -> None:
    video = premiere(ines, state=State.PUBLISHED)
    assert f"/rooms/about/videos.video/{video.pk}" in page(video)
    assert rooms.may_post(karim, placing.open_one(Ref(VIDEO, video.pk)))


def test_a_video_that_is_no_premiere_has_no_room(ines: Account) -> None:
    video = video_of(ines)
    assert "/rooms/about/" not in page(video)
    assert Client().get(f"/rooms/about/videos.video/{video.pk}.json", HTTP_HOST=HOST).status_code == 404


def test_a_premiere_that_is_withdrawn_is_talked_about_by_nobody(ines: Account, karim: Account) -> None:
    video = premiere(ines)
    room = placing.open_one(Ref(VIDEO, video.pk))
    Video.objects.filter(pk=video.pk).update(state=State.DRAFT)
    assert not rooms.may_read(karim, room)
