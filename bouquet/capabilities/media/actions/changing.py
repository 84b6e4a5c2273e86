"""The one door through which an asset changes state: declared transitions, once, with the fact announced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from bouquet.capabilities.media.events import AssetFailed, AssetPlayable, AssetProbed, AssetReady, AssetRefused
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.live.purging import purge

_FACTS: dict[str, Callable[..., object]] = {
    Asset.State.PROBED: AssetProbed,
    Asset.State.PLAYABLE: AssetPlayable,
    Asset.State.READY: AssetReady,
    Asset.State.REFUSED: AssetRefused,
    Asset.State.FAILED: AssetFailed,
}


class Superseded(Exception):
    """Another job took over, the owner erased the asset, or its state went on without us: this job ends here."""


@transaction.atomic
def enter(
    asset: Asset,
    state: str,
    *,
    beside: Callable[[Asset], None] | None = None,
    announcing: bool = True,
    holding: bool = False,
    **values: Any,
) -> None:
    """`asset` is in `state` now, with `values` in its columns and what `beside` writes to other tables.

    The job's hold on the asset ends with the change, so that whoever hears the fact may begin at once; a job that has
    only begun keeps it by `holding`.
    Raises Superseded when the row is no longer as `asset` knew it, and leaves everything as it was.
    """
    if not asset.can_become(state):
        raise Superseded(f"{asset.pk}: {asset.state} does not lead to {state}")
    held = Asset.objects.filter(pk=asset.pk, state=asset.state, claim=asset.claim)
    released = {} if holding else {"claim": "", "seconds_left": None}
    changes = {**released, **values, **asset.state_values(state)}
    if not held.update(**changes):
        raise Superseded(str(asset.pk))
    if beside is not None:
        beside(asset)
    # Last: where `beside` fails, `asset` still knows the row as it is again.
    for name, value in changes.items():
        setattr(asset, name, value)
    purge(f"asset:{asset.pk}")
    fact = _FACTS.get(state)
    if announcing and fact is not None:
        announce(fact(asset_id=asset.pk))
