"""A long video is cut, its pieces are made by whoever is free, and joined exactly once."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import completing, pieces, probing, starting
from bouquet.capabilities.media.actions.processing import process_now
from bouquet.capabilities.media.engine import pieces as stretches
from bouquet.capabilities.media.engine.ffmpeg import executable
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.models import Asset, Piece
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.storage.store import store


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds, a keyframe every second, silent."""
    path = tmp_path_factory.mktemp("clip") / "long.mp4"
    made = ["-f", "lavfi", "-i", "testsrc2=size=480x270:rate=10:duration=40", "-g", "10", "-c:v", "libx264"]
    made += ["-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    subprocess.run([executable(), "-hide_banner", "-loglevel", "error", *made, str(path)], check=True)
    return path


@pytest.fixture
def cut(received: Callable[..., Asset], long_clip: Path, monkeypatch: pytest.MonkeyPatch) -> Asset:
    """A video whose first quality plays, and whose rest was cut into pieces of about twenty seconds."""
    monkeypatch.setattr(stretches, "WORTH_CUTTING_SECONDS", 5)
    real = stretches.pieces
    monkeypatch.setattr(stretches, "pieces", lambda source, probe: real(source, probe, target_seconds=20))
    asset = received(long_clip)
    probing.probe(asset.pk, job="one")
    starting.start(asset.pk, job="one")
    completing.complete(asset.pk, job="one")
    asset.refresh_from_db()
    return asset


@pytest.fixture
def rows(ines: Account) -> Asset:
    """The same in the database alone: nothing was made, three pieces are due."""
    probe = Probe("mp4", 60.0, 480, 270, 480, 270, 10, 1, "h264", 0)
    asset = Asset.objects.create(
        owner=ines, purpose="videos.new", origin="upload", state="playable", probe_json=probe.to_json()
    )
    Piece.objects.bulk_create(
        Piece(asset=asset, index=index, start_seconds=20 * index, end_seconds=20 * index + 20) for index in range(3)
    )
    return asset


def facts(name: str) -> int:
    return AnnouncedEvent.objects.filter(name=f"media.{name}").count()


def test_pieces_are_made_apart_and_joined(cut: Asset, committed: Any, to_the_end: Callable[[], None]) -> None:
    assert cut.state == "playable"
    assert cut.pieces.count() == 2
    with committed():
        for piece in cut.pieces.all():
            pieces.make_piece(piece.pk, job=f"job {piece.index}")
    to_the_end()
    cut.refresh_from_db()
    assert (cut.state, cut.percent) == ("ready", 100)
    playlist = store().read_bytes(f"{cut.folder}/v270/playlist.m3u8").decode()
    seconds = [float(line.removeprefix("#EXTINF:").rstrip(",")) for line in playlist.splitlines() if "EXTINF" in line]
    assert sum(seconds) == pytest.approx(40, abs=0.001)
    assert facts("PiecesMade") == facts("AssetReady") == 1
    assert list(store().keys(f"{cut.originals}/pieces")) == []
    assert not cut.pieces.exists()


def test_one_process_makes_them_all_when_there_is_no_worker(cut: Asset) -> None:
    assert process_now(cut).state == "ready"


def test_a_piece_made_twice_is_made_once(cut: Asset) -> None:
    first = cut.pieces.all()[0]
    for job in ("one", "two"):
        pieces.make_piece(first.pk, job=job)
    first.refresh_from_db()
    assert first.state == Piece.State.DONE
    assert facts("PiecesMade") == 0


def test_what_is_not_whole_is_not_joined(cut: Asset) -> None:
    pieces.make_piece(cut.pieces.all()[0].pk, job="one")
    completing.join(cut.pk, job="one")
    cut.refresh_from_db()
    assert cut.state == "playable"


def test_only_the_last_of_all_pieces_has_them_joined(rows: Asset) -> None:
    waiting = list(rows.pieces.all())
    for piece in waiting:
        assert facts("PiecesMade") == 0
        Piece.objects.filter(pk=piece.pk).update(claim="mine")
        pieces._done(piece, "mine")
    assert facts("PiecesMade") == 1


def test_a_worker_that_lost_its_piece_cannot_end_it(rows: Asset) -> None:
    from bouquet.capabilities.media.actions.changing import Superseded

    piece = rows.pieces.all()[0]
    Piece.objects.filter(pk=piece.pk).update(claim="another")
    with pytest.raises(Superseded), transaction.atomic():
        pieces._done(piece, "mine")
    piece.refresh_from_db()
    assert piece.state == Piece.State.DUE


def test_a_piece_of_a_dead_worker_is_free_after_two_minutes(rows: Asset, travel: Any) -> None:
    from bouquet.foundation.clock import clock

    piece = rows.pieces.all()[0]
    Piece.objects.filter(pk=piece.pk).update(claim="dead:1", heartbeat_at=clock.now())
    assert pieces._claimed(piece.pk, "new:1", "new") is None
    with travel(timedelta(seconds=121)):
        assert pieces._claimed(piece.pk, "new:1", "new") == piece


def test_the_same_job_run_again_need_not_wait_for_its_dead_self(rows: Asset) -> None:
    from bouquet.foundation.clock import clock

    piece = rows.pieces.all()[0]
    Piece.objects.filter(pk=piece.pk).update(claim="job:1", heartbeat_at=clock.now())
    assert pieces._claimed(piece.pk, "job:2", "job") == piece


def test_a_piece_that_fails_fails_the_video_with_a_reason_and_it_still_plays(
    cut: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "transcode_piece", lambda *args, **more: 1 / 0)
    pieces.make_piece(cut.pieces.all()[0].pk, job="one")
    cut.refresh_from_db()
    assert (cut.state, cut.failure_code, cut.is_playable) == ("failed", "broke_off", True)


def test_retrying_makes_only_the_pieces_that_are_missing(
    cut: Asset, monkeypatch: pytest.MonkeyPatch, committed: Any, to_the_end: Callable[[], None]
) -> None:
    from bouquet.capabilities.media.actions.retrying import retry

    done, broken = list(cut.pieces.all())[:2]
    pieces.make_piece(done.pk, job="one")
    with monkeypatch.context() as patch:
        patch.setattr(stretches, "transcode_piece", lambda *args, **more: 1 / 0)
        pieces.make_piece(broken.pk, job="one")
    cut.refresh_from_db()
    made: list[int] = []
    real = stretches.transcode_piece

    def noted(source: Any, probe: Any, piece: Any, out: Any, **more: Any) -> Any:
        made.append(piece.index)
        return real(source, probe, piece, out, **more)

    monkeypatch.setattr(stretches, "transcode_piece", noted)
    with committed():
        retry(cut)
    to_the_end()
    cut.refresh_from_db()
    assert cut.state == "ready"
    assert sorted(made) == [piece for piece in range(max(made) + 1) if piece != done.index]


def test_percent_of_a_video_in_pieces_never_runs_ahead(rows: Asset) -> None:
    from bouquet.capabilities.media.engine.made import Progress

    piece = rows.pieces.all()[0]
    Piece.objects.filter(pk=piece.pk).update(claim="mine")
    report = pieces._Report(piece, "mine")
    report.tell(Progress(2, 4))
    rows.refresh_from_db()
    assert 0 <= rows.percent < 60


@pytest.mark.django_db(transaction=True)
def test_two_last_pieces_that_end_together_announce_once(rows: Asset) -> None:
    waiting = list(rows.pieces.all())
    Piece.objects.filter(asset=rows).update(claim="mine")

    def end(piece: Piece) -> None:
        try:
            pieces._done(piece, "mine")
        finally:
            connection.close()

    # SQLite in memory has one connection for all threads and one writer at a time: there, one after the other.
    together = len(waiting) if connection.vendor == "postgresql" else 0
    threads = [threading.Thread(target=end, args=(piece,)) for piece in waiting[:together]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    for piece in waiting[together:]:
        pieces._done(piece, "mine")
    assert facts("PiecesMade") == 1
