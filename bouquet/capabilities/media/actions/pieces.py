"""Step 3 of a long video: its pieces, each by whichever worker is free, on whichever machine."""

from __future__ import annotations

import logging
import shutil
import time
import uuid

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from bouquet.capabilities.media.actions.changing import Superseded
from bouquet.capabilities.media.actions.completing import CODING_SHARE
from bouquet.capabilities.media.actions.failing import fail_because
from bouquet.capabilities.media.actions.pace import Pace, first_share
from bouquet.capabilities.media.actions.working import STALE, new_scratch, require_room
from bouquet.capabilities.media.engine import pieces
from bouquet.capabilities.media.engine.made import Progress
from bouquet.capabilities.media.events import PiecesMade
from bouquet.capabilities.media.models import Asset, Piece
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.live.purging import purge
from bouquet.foundation.storage.store import store

logger = logging.getLogger(__name__)


def make_piece(piece_id: uuid.UUID, *, job: str) -> None:
    """Transcode one piece into the store. Whoever makes the last announces that all can be joined.

    Safe to repeat and to run twice at once.
    """
    claim = f"{job}:{new_code(6)}"
    piece = _claimed(piece_id, claim, job)
    if piece is None:
        return
    folder = new_scratch(f"piece-{piece_id}")
    try:
        require_room(folder)
        report = _Report(piece, claim)
        with store().open_local(piece.asset.original) as source:
            what = pieces.Piece(**piece.details)
            pieces.transcode_piece(source, piece.asset.probe, what, folder / "out", on_progress=report.tell)
        require_room(folder)
        store().put_tree(folder / "out", piece.folder)
        _done(piece, claim)
    except Superseded:
        logger.info("Another job makes piece %s", piece)
    except Exception as error:
        fail_because(piece.asset, error)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Piece.objects.filter(pk=piece_id, claim=claim).update(claim="")


def _claimed(piece_id: uuid.UUID, claim: str, job: str) -> Piece | None:
    free = Q(claim="") | Q(claim__startswith=f"{job}:") | Q(heartbeat_at__lt=clock.now() - STALE)
    due = Piece.objects.filter(free, pk=piece_id, state=Piece.State.DUE, asset__state=Asset.State.PLAYABLE)
    if not due.update(claim=claim, heartbeat_at=clock.now()):
        return None
    return Piece.objects.select_related("asset").filter(pk=piece_id).first()


@transaction.atomic
def _done(piece: Piece, claim: str) -> None:
    """The asset's row is the lock: two pieces that end together queue up behind it, and one of them is the last."""
    if not Asset.objects.select_for_update().filter(pk=piece.asset_id).exists():
        raise Superseded(str(piece.pk))
    mine = Piece.objects.filter(pk=piece.pk, claim=claim, state=Piece.State.DUE)
    if not mine.update(state=Piece.State.DONE, percent=100):
        raise Superseded(str(piece.pk))
    if not Piece.objects.filter(asset_id=piece.asset_id, state=Piece.State.DUE).exists():
        announce(PiecesMade(asset_id=piece.asset_id))


class _Report:
    """Says how far the piece is, and from all pieces how far the video is. Writes at most once a second."""

    def __init__(self, piece: Piece, claim: str) -> None:
        self.piece, self.claim = piece, claim
        self.pace = Pace()
        start = first_share(piece.asset.probe)
        self.pace.stage(start, start + (1 - start) * CODING_SHARE)
        self._written_at = 0.0

    def tell(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._written_at < 1:
            return
        self._written_at = now
        require_room(settings.BOUQUET_VAR)
        mine = Piece.objects.filter(pk=self.piece.pk, claim=self.claim)
        if not mine.update(percent=int(100 * progress.fraction), heartbeat_at=clock.now()):
            raise Superseded(str(self.piece.pk))
        siblings = Piece.objects.filter(asset_id=self.piece.asset_id)
        done = siblings.aggregate(total=Sum("percent"))["total"] or 0
        self.pace.note(done / (100 * siblings.count()))
        percent, seconds_left = self.pace.overall()
        Asset.objects.filter(pk=self.piece.asset_id, state=Asset.State.PLAYABLE).update(
            percent=percent, seconds_left=seconds_left, heartbeat_at=clock.now()
        )
        purge(f"asset:{self.piece.asset_id}")
