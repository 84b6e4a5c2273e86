"""What a member watched: seen by them alone, taken off, cleared, paused."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.sites.videos.actions import exporting, leaving, positions, removing, watching
from bouquet.sites.videos.models import HistoryEntry, HistoryPause, Video, WatchPosition
from bouquet.sites.videos.tests.making import video_of

Travel = Callable[[timedelta], AbstractContextManager[None]]


def _announced() -> list[str]:
    wanted = AnnouncedEvent.objects.filter(name__in=("videos.VideoWatched", "videos.VideoFinished")).order_by("id")
    return [name.removeprefix("videos.Video") for name in wanted.values_list("name", flat=True)]


def test_what_the_player_tells_is_one_line_and_one_fact_a_sitting(
    ines: Account, karim: Account, travel: Travel
) -> None:
    video = video_of(ines)
    for seconds in (1, 6, 20, 40, 59, 60):
        positions.remember(video=video, by=karim, seconds=seconds)
    assert HistoryEntry.objects.filter(account=karim, video=video).count() == 1
    assert _announced() == ["Watched", "Finished"]
    with travel(timedelta(hours=7)):
        positions.remember(video=video, by=karim, seconds=20)
        positions.remember(video=video, by=karim, seconds=60)
    assert _announced() == ["Watched", "Finished"] * 2


def test_the_first_moments_are_no_watching(ines: Account, karim: Account) -> None:
    positions.remember(video=video_of(ines), by=karim, seconds=3)
    assert not HistoryEntry.objects.exists()


def test_while_it_is_paused_nothing_at_all_is_kept(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines)
    client.force_login(karim)
    for _again in range(2):
        client.post("/history/pause", {"on": "1"})
    client.post(f"/videos/{video.code}/position", {"seconds": "30"})
    assert not HistoryEntry.objects.exists()
    assert not WatchPosition.objects.exists()
    assert _announced() == []
    assert "en pause" in client.get("/history").content.decode()
    client.post("/history/pause", {"on": "0"})
    client.post(f"/videos/{video.code}/position", {"seconds": "30"})
    assert HistoryEntry.objects.get().account == karim
    assert WatchPosition.objects.exists()


def test_the_page_tells_days_in_the_member_s_zone_the_latest_first(
    ines: Account, karim: Account, client: Client, travel: Travel
) -> None:
    old, new = video_of(ines, "Ancienne"), video_of(ines, "Nouvelle")
    positions.remember(video=old, by=karim, seconds=20)
    with travel(timedelta(days=2)):
        positions.remember(video=new, by=karim, seconds=20)
        client.force_login(karim)
        answer = client.get("/history")
    days = answer.context["days"]
    assert [[video.title for video in day.videos] for day in days] == [["Nouvelle"], ["Ancienne"]]
    assert (days[0].date - days[1].date).days == 2
    watched_at = HistoryEntry.objects.get(video=old).watched_at
    assert days[1].date == watched_at.astimezone(karim.zone).date()


def test_one_comes_off_or_all_and_their_places_too(ines: Account, karim: Account, lea: Account, client: Client) -> None:
    videos = [video_of(ines, f"n° {number}") for number in range(3)]
    for video in videos:
        positions.remember(video=video, by=karim, seconds=20)
        positions.remember(video=video, by=lea, seconds=20)
    client.force_login(karim)
    client.post("/history/forget", {"video": videos[0].code})
    assert set(HistoryEntry.objects.filter(account=karim).values_list("video", flat=True)) == {
        videos[1].pk,
        videos[2].pk,
    }
    assert WatchPosition.objects.filter(account=karim).count() == 2
    client.post("/history/clear")
    assert not HistoryEntry.objects.filter(account=karim).exists()
    assert not WatchPosition.objects.filter(account=karim).exists()
    assert HistoryEntry.objects.filter(account=lea).count() == 3


def test_what_may_not_be_watched_any_more_has_no_line(ines: Account, karim: Account, client: Client) -> None:
    video = video_of(ines, "Partie")
    positions.remember(video=video, by=karim, seconds=20)
    removing.remove(video=video, by=ines)
    client.force_login(karim)
    page = client.get("/history")
    assert page.status_code == 200
    assert "Partie" not in page.content.decode()


def test_nobody_else_sees_it(ines: Account, karim: Account, lea: Account, client: Client) -> None:
    positions.remember(video=video_of(ines, "La dune"), by=karim, seconds=20)
    client.force_login(lea)
    assert "La dune" not in client.get("/history").content.decode()


def test_a_long_history_is_read_a_page_at_a_time(
    ines: Account, karim: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bouquet.sites.videos.views.history.PAGE", 4)
    for number in range(6):
        positions.remember(video=video_of(ines, f"n° {number}"), by=karim, seconds=20)
    client.force_login(karim)
    seen: list[str] = []
    address = "/history"
    while address:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        assert len(captured) <= 8
        seen += [video.title for day in answer.context["days"] for video in day.videos]
        address = answer.context["next_address"]
    assert seen == [f"n° {number}" for number in reversed(range(6))]


def test_it_goes_with_the_member_and_into_their_copy(ines: Account, karim: Account) -> None:
    positions.remember(video=video_of(ines), by=karim, seconds=60)
    watching.pause(by=karim)
    files = {file.name: b"".join(file.parts) for file in exporting.collect(karim) if not file.stored}
    [row] = json.loads(files["history.json"])
    assert row["finished_at"]
    leaving.forget_member(account_id=karim.pk, keeps_posts=False)
    assert not HistoryEntry.objects.exists()
    assert not HistoryPause.objects.exists()


def test_what_is_learnt_is_learnt_once_from_those_who_allow_it(
    ines: Account, karim: Account, lea: Account, committed: Callable[[], AbstractContextManager[None]]
) -> None:
    from bouquet.capabilities.affinity.actions import allowing
    from bouquet.capabilities.affinity.models import Basis, Signal

    video: Video = video_of(ines, tags=("mer",))
    allowing.choose(account=karim, basis=Basis.BEHAVIOUR, is_suggestible=False)
    with committed():
        for member in (karim, lea):
            positions.remember(video=video, by=member, seconds=20)
            positions.remember(video=video, by=member, seconds=60)
    assert set(Signal.objects.filter(kind="videos.video").values_list("account", "verb")) == {
        (karim.pk, "watch"),
        (karim.pk, "finish"),
    }
