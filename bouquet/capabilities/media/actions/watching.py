"""What an owner sees of a video on its way, for pages and for the live stream."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext, override

from bouquet.capabilities.media.actions.estimating import seconds_left
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.models.sentences import length

_SALT: Final = "media.progress"
_LASTS_SECONDS: Final = 24 * 3600


@dataclass(frozen=True)
class Progress:
    """How far an asset is; `text` is a sentence in the owner's language."""

    state: str
    percent: int
    seconds_left: int | None
    is_playable: bool
    is_ended: bool
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def tag(asset_id: uuid.UUID) -> str:
    """What is purged when this asset changes."""
    return f"asset:{asset_id}"


def progress_address(asset_id: uuid.UUID) -> str:
    """The path of the event stream that tells how far an asset is; whoever has it may listen, for a day."""
    return f"/media/progress/{asset_id}?token={signing.dumps(asset_id.hex, salt=_SALT)}"


def may_watch(asset_id: uuid.UUID, token: str) -> bool:
    """Whether `token` was made for this asset, in the last day."""
    try:
        return bool(signing.loads(token, salt=_SALT, max_age=_LASTS_SECONDS) == asset_id.hex)
    except signing.BadSignature:
        return False


def progress(asset_id: uuid.UUID, *, language: str) -> Progress | None:
    """How far the asset is now; None when it is gone."""
    asset = Asset.objects.filter(pk=asset_id).first()
    if asset is None:
        return None
    with override(language):
        left = seconds_left(asset)
        return Progress(
            state=asset.state,
            percent=asset.percent,
            seconds_left=left,
            is_playable=asset.is_playable,
            is_ended=not asset.is_under_way,
            text=_text(asset, left),
        )


def _text(asset: Asset, left: int | None) -> str:
    if asset.state == Asset.State.REFUSED:
        return asset.refusal_sentence()
    if asset.state == Asset.State.FAILED:
        return asset.failure_sentence()
    if asset.state == Asset.State.READY:
        return gettext("Ready in every quality.")
    if asset.state == Asset.State.PLAYABLE:
        head = gettext("It plays already; higher qualities follow.")
    elif asset.percent or asset.claim:
        head = gettext("Being prepared.")
    else:
        head = gettext("Waiting for its turn.")
    return f"{head} {_left(left)}".strip()


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return gettext("About %(length)s left.") % {"length": length(seconds)}
