"""Step 3: every other quality, whole or from pieces, then previews and downloads: the video is ready."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from django.db import transaction

from bouquet.capabilities.media.actions import changing, storing
from bouquet.capabilities.media.actions.pace import first_share
from bouquet.capabilities.media.actions.starting import keep_renditions, publish_master
from bouquet.capabilities.media.actions.working import Work, working
from bouquet.capabilities.media.engine import pieces, storyboards, stripping, transcoding
from bouquet.capabilities.media.engine.ladder import ladder
from bouquet.capabilities.media.engine.made import Made, Progress
from bouquet.capabilities.media.engine.packaging import download_file
from bouquet.capabilities.media.events import AssetCut
from bouquet.capabilities.media.models import Asset, Piece, Rendition
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store

# Of the third step, this part is coding; the rest is previews and downloads.
CODING_SHARE = 0.95


def complete(asset_id: uuid.UUID, *, job: str) -> None:
    """Make the rest of the ladder. A long video is only cut here; its pieces are made by whoever is free."""
    with working(asset_id, job=job) as work:
        if work.asset.state != Asset.State.PLAYABLE or work.asset.pieces.exists():
            return
        with work.original() as source:
            if not _cut(work.asset, source):
                _complete_whole(work, source)


def join(asset_id: uuid.UUID, *, job: str) -> None:
    """Put the pieces together. Nothing happens while one is missing; safe to repeat."""
    with working(asset_id, job=job) as work:
        asset = work.asset
        parts = list(asset.pieces.all())
        if asset.state != Asset.State.PLAYABLE or not parts or any(part.state != Piece.State.DONE for part in parts):
            return
        began = time.monotonic()
        out, apart = work.folder / "out", work.folder / "pieces"
        known = storing.fetch(asset.folder, out)
        for part in parts:
            storing.fetch(part.folder, apart / str(part.index))
        work.pace.stage(first_share(asset.probe), 1.0)
        made = pieces.join([apart / str(part.index) for part in parts], asset.probe, out)
        with work.original() as source:
            _finish(work, source, out, made, began, known)
    store().delete_tree(f"originals/{asset_id}/pieces")


def _cut(asset: Asset, source: Path) -> bool:
    """Whether the video is made in pieces; they are known from here on."""
    stretches = pieces.pieces(source, asset.probe)
    if not stretches:
        return False
    with transaction.atomic():
        Piece.objects.bulk_create(
            Piece(
                asset=asset,
                index=stretch.index,
                start_seconds=stretch.start_seconds,
                end_seconds=stretch.end_seconds,
                details=stretch.to_dict(),
            )
            for stretch in stretches
        )
        announce(AssetCut(asset_id=asset.pk))
    return True


def _complete_whole(work: Work, source: Path) -> None:
    probe, out = work.asset.probe, work.folder / "out"
    began = time.monotonic()
    known = storing.fetch(work.asset.folder, out)
    start = first_share(probe)
    work.pace.stage(start, start + (1 - start) * CODING_SHARE)
    made = transcoding.rest_of_ladder(source, probe, out, on_progress=work.tell)
    _finish(work, source, out, made, began, known)


def _finish(work: Work, source: Path, out: Path, made: Made, began: float, known: frozenset[str]) -> None:
    asset, probe = work.asset, work.asset.probe
    rungs = ladder(probe)
    start = first_share(probe)
    work.pace.stage(start + (1 - start) * CODING_SHARE, 1.0)
    steps = len(rungs) + 3
    master = publish_master(out)
    storyboards.storyboard(source, probe, out)
    work.tell(Progress(1, steps))
    saved: dict[str, Path] = {}
    for number, rung in enumerate(rungs):
        saved[rung.name] = download_file(out, probe, rung)
        work.tell(Progress(2 + number, steps))
    original = stripping.stripped_original(source, probe, out)
    work.tell(Progress(steps - 1, steps))
    sizes = {file: file.stat().st_size for file in (original, *saved.values())}
    everything = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    storing.put(asset.pk, out, known=known)
    changing.enter(
        asset,
        Asset.State.READY,
        beside=lambda row: _keep(row, made, saved, sizes),
        master=master,
        has_storyboard=True,
        original_download=f"download/{original.name}",
        original_download_bytes=sizes[original],
        bytes_stored=everything,
        warnings=sorted({*asset.warnings, *made.warnings}),
        percent=100,
        ready_at=clock.now(),
        work_seconds=asset.work_seconds + time.monotonic() - began,
    )


def _keep(asset: Asset, made: Made, saved: dict[str, Path], sizes: dict[Path, int]) -> None:
    keep_renditions(asset, made)
    for name, file in saved.items():
        Rendition.objects.filter(asset=asset, name=name).update(
            download=f"download/{file.name}", download_bytes=sizes[file]
        )
    asset.pieces.all().delete()
