"""The whole way of an asset, one step after the other."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

from bouquet.capabilities.media.actions import completing, probing, starting
from bouquet.capabilities.media.actions.pieces import make_piece
from bouquet.capabilities.media.actions.working import Busy
from bouquet.capabilities.media.models import Asset, Piece
from bouquet.foundation.ids.keys import new_code

_LOOK_AGAIN_SECONDS = 0.2


def process_now(asset: Asset, *, on_look: Callable[[Asset], None] | None = None) -> Asset:
    """Run every step that is left, in this process, and return the asset as it ended (ready, refused or failed).

    Where a worker is already at it, waits for it. `on_look` sees the asset before each step and while waiting.
    """
    job = f"here-{new_code()}"
    while True:
        asset.refresh_from_db()
        if on_look is not None:
            on_look(asset)
        if not asset.is_under_way:
            return asset
        try:
            _step(asset, job)
        except Busy:
            time.sleep(_LOOK_AGAIN_SECONDS)


def _step(asset: Asset, job: str) -> None:
    if asset.state == Asset.State.RECEIVED:
        probing.probe(asset.pk, job=job)
    elif asset.state in {Asset.State.PROBED, Asset.State.TRANSCODING}:
        starting.start(asset.pk, job=job)
    elif asset.pieces.exists():
        _make_pieces(asset.pk, job)
    else:
        completing.complete(asset.pk, job=job)


def _make_pieces(asset_id: uuid.UUID, job: str) -> None:
    for piece_id in Piece.objects.filter(asset_id=asset_id, state=Piece.State.DUE).values_list("pk", flat=True):
        make_piece(piece_id, job=job)
    if not Piece.objects.filter(asset_id=asset_id, state=Piece.State.DUE).exists():
        completing.join(asset_id, job=job)
    else:
        # Workers have the others; the one that makes the last has them joined.
        time.sleep(_LOOK_AGAIN_SECONDS)
