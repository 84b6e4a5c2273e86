"""Two things happen at the same moment: a second click, a chore beside a page, two processes with one fact."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions import drafting, removing, replacing, unlocking
from bouquet.sites.videos.models import State, Video, Visibility
from bouquet.sites.videos.tests.making import asset_of, video_of

Travel = Callable[[timedelta], AbstractContextManager[None]]


def test_a_file_that_plays_already_is_not_given_up(ines: Account) -> None:
    coming = asset_of(ines)
    video = video_of(ines, next_asset=coming)
    seen_on_the_page = Video.objects.select_related("next_asset").get(pk=video.pk)
    replacing.switch_to_new_file(asset_id=coming.pk)
    replacing.give_up(video=seen_on_the_page)
    video.refresh_from_db()
    assert (video.asset, video.next_asset) == (coming, None)


def test_a_video_is_erased_once(ines: Account) -> None:
    video = video_of(ines)
    seen_twice = Video.objects.get(pk=video.pk)
    removing.erase(video=video)
    removing.erase(video=seen_twice)
    assert not Asset.objects.exists()


def test_what_its_author_takes_out_of_the_bin_is_not_erased_with_the_rest(
    ines: Account, travel: Travel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_out, left = video_of(ines, "Gardée"), video_of(ines, "Jetée")
    for video in (taken_out, left):
        removing.remove(video=video, by=ines)
    really = removing.erase

    def while_it_erases(*, video: Video) -> None:
        monkeypatch.undo()
        removing.restore(video=Video.objects.get(pk=(taken_out.pk if video != taken_out else left.pk)), by=ines)
        really(video=video)

    monkeypatch.setattr(removing, "erase", while_it_erases)
    with travel(timedelta(days=31)):
        assert removing.empty_the_bins() == 1
    assert Video.objects.get().state == State.PUBLISHED


def test_a_reply_that_is_erased_counts_no_more(ines: Account, karim: Account) -> None:
    original = video_of(ines)
    reply = video_of(karim, "Réponse", reply_to=original)
    Video.objects.filter(pk=original.pk).update(replies_count=1)
    removing.erase(video=reply)
    original.refresh_from_db()
    assert original.replies_count == 0


def test_ten_wrong_passwords_are_enough_for_ten_minutes(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    video = video_of(ines, visibility=Visibility.PASSWORD, password="sésame")

    def at(minutes: int) -> None:
        later = clock.now() + timedelta(minutes=minutes)
        monkeypatch.setattr("django.core.cache.backends.db.tz_now", lambda: later)
        monkeypatch.setattr("time.time", later.timestamp)

    for _ in range(10):
        assert not unlocking.unlock(video=video, password="faux", place="192.0.2.1")
    at(8)
    with pytest.raises(unlocking.TooManyTries):
        unlocking.unlock(video=video, password="sésame", place="192.0.2.1")
    assert unlocking.unlock(video=video, password="sésame", place="192.0.2.2")
    at(11)
    assert unlocking.unlock(video=video, password="sésame", place="192.0.2.1")


def test_who_asks_for_the_draft_of_a_file_waits_for_whoever_asked_before(ines: Account) -> None:
    asset = asset_of(ines)
    with CaptureQueriesContext(connection) as asked:
        drafting.draft_from(asset=asset)
    held = next(query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT"))
    assert 'FROM "media_asset"' in held
    # SQLite lets one writer in at a time, from its first statement on.
    assert held.endswith("FOR UPDATE") or not connection.features.has_select_for_update
    assert drafting.draft_from(asset=asset) == Video.objects.get()
