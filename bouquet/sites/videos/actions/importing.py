"""Publish files from this machine's disk: the same way as an upload, waited for."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import av
from django.db import close_old_connections
from django.utils.translation import gettext, override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies as media_policies
from bouquet.capabilities.media.actions.processing import process_now
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.foundation.tasks.models import WorkerHeartbeat
from bouquet.foundation.tasks.takeover import SILENCE_OF_THE_DEAD
from bouquet.sites.videos.actions import drafting, publishing
from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.models import Video

LOOK_EVERY_SECONDS = 0.5
LONGEST_TITLE_TAG = 120


@dataclass
class Outcome:
    """What became of one file. `state` is `published`, `refused` or `failed`; `reason` a sentence, or empty."""

    file: str
    state: str
    reason: str = ""
    width: int = 0
    height: int = 0
    duration_seconds: float = 0.0
    renditions: list[str] = field(default_factory=list)
    address: str = ""

    def as_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self), ensure_ascii=False)


def publish_file(path: Path, *, by: Account) -> Outcome:
    """Take the file in, publish it for everybody, and wait until every quality is there or it is refused."""
    with override(by.language):
        if not path.is_file():
            return Outcome(path.name, "refused", gettext("There is no such file."))
        try:
            asset = _received(path, by)
        except media_policies.CannotReceive as error:
            return Outcome(path.name, "refused", error.sentence())
        video = drafting.draft_from(asset=asset)
        publishing.publish(video=video, by=by)
        return _outcome(path, video, _prepared(asset))


def _received(path: Path, by: Account) -> Asset:
    return receive_file(
        path=path,
        owner=by,
        purpose=drafting.NEW,
        file_name=path.name,
        title_hint=_title_tag(path),
        origin=Asset.Origin.COMMAND,
    )


def _prepared(asset: Asset) -> Asset:
    """By the workers where any is alive, else in this process."""
    while asset.is_under_way and _workers_are_alive():
        time.sleep(LOOK_EVERY_SECONDS)
        close_old_connections()
        asset.refresh_from_db()
    return process_now(asset)


def _workers_are_alive() -> bool:
    return WorkerHeartbeat.objects.filter(beat_at__gt=clock.now() - SILENCE_OF_THE_DEAD).exists()


def _outcome(path: Path, video: Video, asset: Asset) -> Outcome:
    outcome = Outcome(path.name, "refused", width=asset.width, height=asset.height)
    outcome.duration_seconds = round(asset.duration_seconds, 3)
    if asset.state == Asset.State.REFUSED:
        outcome.reason = asset.refusal_sentence()
        return outcome
    outcome.renditions = [rendition.name for rendition in asset.renditions.all()]
    outcome.reason = " ".join(asset.warning_sentences()) or asset.failure_sentence()
    outcome.state = "published" if publishing.show_if_due(video_id=video.pk) or _is_shown(video) else "failed"
    outcome.address = absolute(Video.objects.get(pk=video.pk).path) if outcome.state == "published" else ""
    return outcome


def _is_shown(video: Video) -> bool:
    return Video.objects.public().filter(pk=video.pk).exists()


def _title_tag(path: Path) -> str:
    """The title the file says it has; of all its tags the only one that is meant to be read by others."""
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            return str(container.metadata.get("title", "")).strip()[:LONGEST_TITLE_TAG]
    except (av.FFmpegError, OSError, ValueError):
        return ""
