"""Step 1: what was received?"""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path

from django.conf import settings

from bouquet.capabilities.media.actions import changing
from bouquet.capabilities.media.actions.pace import megapixels
from bouquet.capabilities.media.actions.working import working
from bouquet.capabilities.media.engine import probing
from bouquet.capabilities.media.engine.ladder import ladder
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.models import Asset, Chapter


def probe(asset_id: uuid.UUID, *, job: str) -> None:
    """The received file is probed, or refused with its reason. Safe to repeat."""
    with working(asset_id, job=job) as work:
        if work.asset.state != Asset.State.RECEIVED:
            return
        with work.original() as source:
            found = probing.probe(source, limit_seconds=settings.BOUQUET_MAX_VIDEO_SECONDS)
            digest = _digest(source)
        rungs = ladder(found)
        changing.enter(
            work.asset,
            Asset.State.PROBED,
            beside=lambda asset: _keep_chapters(asset, found),
            probe_json=found.to_json(),
            sha256=digest,
            width=found.width,
            height=found.height,
            duration_seconds=found.duration_seconds,
            fps=found.fps,
            warnings=list(found.warnings),
            work_megapixels=megapixels(found, rungs[:1]) + megapixels(found, rungs[1:]),
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_chapters(asset: Asset, found: Probe) -> None:
    asset.chapters.all().delete()
    Chapter.objects.bulk_create(
        Chapter(
            asset=asset,
            start_seconds=chapter.start_seconds,
            end_seconds=chapter.end_seconds,
            title=chapter.title[:200],
        )
        for chapter in found.chapters
    )
