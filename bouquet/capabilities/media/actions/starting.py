"""Step 2: the first quality, with sound, captions and a poster: from here on the video plays."""

from __future__ import annotations

import time
import uuid
from pathlib import Path

from bouquet.capabilities.media.actions import changing, posters, storing
from bouquet.capabilities.media.actions.pace import first_share
from bouquet.capabilities.media.actions.working import Work, working
from bouquet.capabilities.media.engine import captions, transcoding
from bouquet.capabilities.media.engine import posters as pictures
from bouquet.capabilities.media.engine.captions import CaptionFile
from bouquet.capabilities.media.engine.chapters import chapters_vtt
from bouquet.capabilities.media.engine.made import Made
from bouquet.capabilities.media.engine.packaging import MASTER
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.models import Asset, AudioTrack, Caption, Rendition
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code


def start(asset_id: uuid.UUID, *, job: str) -> None:
    """The smallest rung of a probed video is made and plays. Safe to repeat, also after a crash half way."""
    with working(asset_id, job=job) as work:
        if work.asset.state == Asset.State.PROBED:
            changing.enter(work.asset, Asset.State.TRANSCODING, holding=True)
        if work.asset.state != Asset.State.TRANSCODING:
            return
        began = time.monotonic()
        with work.original() as source:
            _make(work, source, began)


def _make(work: Work, source: Path, began: float) -> None:
    asset, probe, out = work.asset, work.asset.probe, work.folder / "out"
    out.mkdir()
    work.pace.stage(0.0, first_share(probe))
    found = pictures.posters(source, probe, out)
    texts = captions.captions(source, probe, out)
    if probe.chapters:
        (out / "chapters.vtt").write_text(chapters_vtt(probe.chapters, probe.duration_seconds), encoding="utf-8")
    made = transcoding.first_rung(source, probe, out, on_progress=work.tell)
    master = publish_master(out)
    poster = posters.make_sizes(found[0].file, out)
    candidates = [candidate.file.name for candidate in found]
    storing.put(asset.pk, out)
    changing.enter(
        asset,
        Asset.State.PLAYABLE,
        beside=lambda row: _keep(row, probe, made, texts),
        master=master,
        poster=poster,
        poster_candidates=candidates,
        duration_seconds=made.duration_seconds,
        warnings=list(made.warnings),
        playable_at=clock.now(),
        work_seconds=time.monotonic() - began,
    )


def publish_master(out: Path) -> str:
    """Give the master playlist a name of its own: a shorter one that a cache kept must not hide the rungs to come."""
    name = f"master-{new_code(6)}.m3u8"
    (out / MASTER).rename(out / name)
    return name


def keep_renditions(asset: Asset, made: Made) -> None:
    """Know the rungs that were made."""
    for rung in made.rungs:
        Rendition.objects.update_or_create(
            asset=asset,
            name=rung.name,
            defaults={
                "label": rung.label,
                "width": rung.width,
                "height": rung.height,
                "kbps": rung.video_kbps,
            },
        )


def _keep(asset: Asset, probe: Probe, made: Made, texts: tuple[CaptionFile, ...]) -> None:
    keep_renditions(asset, made)
    asset.audio_tracks.all().delete()
    AudioTrack.objects.bulk_create(
        AudioTrack(asset=asset, position=position, language=stream.language, title=stream.title[:200])
        for position, stream in enumerate(probe.audible[: made.audio_tracks])
    )
    asset.captions.all().delete()
    Caption.objects.bulk_create(
        Caption(
            asset=asset,
            position=position,
            language=text.language,
            title=text.label[:200],
            file=f"captions/{text.file.name}",
        )
        for position, text in enumerate(texts)
    )
