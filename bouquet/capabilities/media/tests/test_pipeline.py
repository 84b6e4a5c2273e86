"""From a received file to one that plays: what is there at each step, and what is not."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.media.actions import completing, starting
from bouquet.capabilities.media.actions.processing import process_now
from bouquet.capabilities.media.actions.retrying import retry
from bouquet.capabilities.media.engine import transcoding
from bouquet.capabilities.media.engine.ffmpeg import executable
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.storage.store import store


def files(asset: Asset) -> set[str]:
    return {key.removeprefix(f"{asset.folder}/") for key in store().keys(asset.folder)}


def told(asset: Asset) -> list[str]:
    return [
        event.name for event in AnnouncedEvent.objects.order_by("id") if event.payload.get("asset_id") == str(asset.pk)
    ]


def test_an_upload_becomes_playable_and_then_ready(
    received: Callable[..., Asset], committed: Any, to_the_end: Callable[[], None]
) -> None:
    with committed():
        asset = received()
    to_the_end()
    asset.refresh_from_db()
    assert (asset.state, asset.percent, asset.width, asset.height) == ("ready", 100, 640, 360)
    assert asset.duration_seconds == pytest.approx(1, abs=0.05)
    assert len(asset.sha256) == 64
    assert [rendition.name for rendition in asset.renditions.all()] == ["240p", "360p"]
    assert asset.audio_tracks.count() == 1
    assert told(asset) == [
        "media.AssetReceived",
        "media.AssetProbed",
        "media.AssetPlayable",
        "media.AssetReady",
    ]
    there = files(asset)
    assert {asset.master, "v240/playlist.m3u8", "v360/playlist.m3u8", "a0/playlist.m3u8"} <= there
    assert {f"{asset.poster}/640.webp", "storyboard/storyboard.vtt", "download/360p.mp4", "download/240p.mp4"} <= there
    assert not (asset.claim or asset.writing_to)


def test_every_address_names_a_file_that_exists(received: Callable[..., Asset]) -> None:
    asset = process_now(received())
    addresses = [asset.address("master.m3u8"), asset.poster_address(640), asset.poster_address(99999, "jpg")]
    addresses += [asset.storyboard_address(), *(address for _, address, _ in asset.downloads())]
    addresses += [address for _, address in asset.poster_choices()]
    assert len(asset.downloads()) == 3
    for address in addresses:
        match = re.fullmatch(r"/media/private/\d+/[\w-]{22}/(.+)", address)
        assert match, address
        assert store().exists(f"private/{match.group(1)}"), address
    assert all(
        size == store().size(f"private/{asset.key}/download/{label}.mp4") for label, _, size in asset.downloads()
    )


def test_nothing_that_is_served_says_where_or_with_what_it_was_filmed(
    received: Callable[..., Asset], clip: Path
) -> None:
    told_by_original = subprocess.run([executable(), "-i", str(clip)], capture_output=True, text=True).stderr
    assert "iPhone 6" in told_by_original
    asset = process_now(received())
    for name in files(asset):
        content = store().read_bytes(f"{asset.folder}/{name}")
        assert b"iPhone" not in content, name
        assert b"48.8566" not in content, name


def test_while_the_first_quality_plays_the_others_are_not_announced_yet(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions import probing

    asset = received()
    probing.probe(asset.pk, job="one")
    starting.start(asset.pk, job="one")
    asset.refresh_from_db()
    assert (asset.state, asset.is_playable, asset.percent < 100) == ("playable", True, True)
    assert "v360" not in store().read_bytes(f"{asset.folder}/{asset.master}").decode()
    first = asset.master
    completing.complete(asset.pk, job="one")
    asset.refresh_from_db()
    assert asset.master != first, "a cache that kept the short playlist must not hide the rest"
    assert "v360" in store().read_bytes(f"{asset.folder}/{asset.master}").decode()


def test_every_step_may_run_twice(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions import probing

    asset = received()
    for step in (probing.probe, starting.start, completing.complete):
        step(asset.pk, job="one")
        step(asset.pk, job="two")
    asset.refresh_from_db()
    assert asset.state == "ready"
    assert len(told(asset)) == 4


def test_a_half_made_quality_is_never_seen(received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch) -> None:
    asset = received()

    def breaks(source: Path, probe: Any, out: Path, *, on_progress: Any) -> None:
        (out / "v240").mkdir()
        (out / "v240" / "seg_00001.m4s").write_bytes(b"half")
        raise RuntimeError("the machine caught fire")

    monkeypatch.setattr(transcoding, "first_rung", breaks)
    process_now(asset)
    assert (asset.state, asset.failure_code) == ("failed", "broke_off")
    assert files(asset) == set()
    assert "Your file is safe" in asset.failure_sentence() or "fichier" in asset.failure_sentence()


def test_a_failed_file_is_tried_again_from_the_start(
    received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch, committed: Any, to_the_end: Callable[[], None]
) -> None:
    asset = received()
    with monkeypatch.context() as patch:
        patch.setattr(transcoding, "first_rung", lambda *args, **more: 1 / 0)
        process_now(asset)
    key = asset.key
    with committed():
        retry(asset)
    assert (asset.state, asset.failure_code) == ("received", "")
    assert asset.key != key
    to_the_end()
    asset.refresh_from_db()
    assert asset.state == "ready"


def test_a_file_that_plays_already_has_only_the_rest_tried_again(
    received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch, committed: Any, to_the_end: Callable[[], None]
) -> None:
    asset = received()
    with monkeypatch.context() as patch:
        patch.setattr(transcoding, "rest_of_ladder", lambda *args, **more: 1 / 0)
        process_now(asset)
    assert (asset.state, asset.is_playable) == ("failed", True)
    assert store().exists(f"{asset.folder}/{asset.master}"), "what played goes on playing"
    key = asset.key
    with committed():
        retry(asset)
    to_the_end()
    asset.refresh_from_db()
    assert (asset.state, asset.key) == ("ready", key)
    assert told(asset).count("media.AssetPlayable") == 1


def test_a_retry_of_what_is_under_way_changes_nothing(received: Callable[..., Asset]) -> None:
    asset = received()
    retry(asset)
    assert told(asset) == ["media.AssetReceived"]


def test_a_full_disk_fails_with_a_plain_reason_and_leaves_no_scratch(
    received: Callable[..., Asset], var: Path, settings: Any
) -> None:
    asset = received()
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 1 << 60
    process_now(asset)
    assert (asset.state, asset.failure_code) == ("failed", "no_space")
    assert list((var / "scratch").iterdir()) == []


def test_a_disk_that_fills_while_working_ends_the_work(
    received: Callable[..., Asset], var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.media.actions import working
    from bouquet.capabilities.media.actions.failing import OutOfSpace

    asset, looked = received(), []

    def fills(folder: Path) -> None:
        looked.append(folder)
        if len(looked) > 2:
            raise OutOfSpace

    monkeypatch.setattr(working, "require_room", fills)
    process_now(asset)
    assert (asset.state, asset.failure_code) == ("failed", "no_space")
    assert list((var / "scratch").iterdir()) == []


def test_a_lost_original_is_said(received: Callable[..., Asset]) -> None:
    asset = received()
    store().delete(asset.original)
    process_now(asset)
    assert (asset.state, asset.failure_code) == ("failed", "original_missing")


def test_an_asset_erased_at_work_leaves_nothing(
    received: Callable[..., Asset], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bouquet.capabilities.media.actions import probing
    from bouquet.capabilities.media.actions.erasing import erase

    asset = received()
    probing.probe(asset.pk, job="one")
    folder, real = asset.folder, transcoding.first_rung

    def erased_meanwhile(*args: Any, **more: Any) -> Any:
        made = real(*args, **more)
        erase(Asset.objects.get(pk=asset.pk))
        return made

    monkeypatch.setattr(transcoding, "first_rung", erased_meanwhile)
    starting.start(asset.pk, job="one")
    assert not Asset.objects.exists()
    assert list(store().keys(folder)) == []


def test_two_jobs_never_work_on_one_asset(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions import probing
    from bouquet.capabilities.media.actions.working import Busy, working

    asset = received()
    with working(asset.pk, job="one"), pytest.raises(Busy):
        probing.probe(asset.pk, job="two")
    probing.probe(asset.pk, job="two")
    asset.refresh_from_db()
    assert asset.state == "probed"


def test_the_second_run_of_a_job_takes_the_place_of_the_first(received: Callable[..., Asset]) -> None:
    from bouquet.capabilities.media.actions import probing
    from bouquet.capabilities.media.actions.working import working
    from bouquet.capabilities.media.engine.made import Progress

    asset = received()
    went_on: list[object] = []
    with working(asset.pk, job="one") as first:
        probing.probe(asset.pk, job="one")
        first.tell(Progress(1, 2))
        went_on.append(first)
    assert went_on == [], "the first run must learn that it lost its hold"
    asset.refresh_from_db()
    assert asset.state == "probed"


def test_progress_is_written_at_most_once_a_second(
    received: Callable[..., Asset], django_assert_num_queries: Any
) -> None:
    from bouquet.capabilities.media.actions.working import working
    from bouquet.capabilities.media.engine.made import Progress

    asset = received()
    with working(asset.pk, job="one") as work, django_assert_num_queries(1):
        for second in range(50):
            work.tell(Progress(second, 100))


def test_a_refusal_is_a_sentence_about_this_file_in_both_languages(
    received: Callable[..., Asset], tmp_path: Path
) -> None:
    from django.utils.translation import override

    path = tmp_path / "liste de courses.mp4"
    path.write_text("du pain, du lait")
    asset = process_now(received(path))
    with override("en"):
        assert asset.refusal_sentence() == "liste de courses.mp4 is not a video."
    with override("fr"):
        assert asset.refusal_sentence() == "liste de courses.mp4 n’est pas une vidéo."
