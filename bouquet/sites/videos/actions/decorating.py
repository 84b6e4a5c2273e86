"""The banner of a channel: any picture people have, made into three widths that pages use."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction

from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.events import ChannelChanged
from bouquet.sites.videos.models import Channel
from bouquet.sites.videos.models.channel import BANNER_WIDTHS

SHAPE = 5
SMALLEST_WIDTH = 600


class PictureTooSmall(ValueError):
    """Narrower than 600 pixels: it would be blurred."""


def set_banner(*, account: Account, file: BinaryIO) -> None:
    """Dress the channel of `account`. Only pixels are kept: no position, no device, no comment.

    Raises `pictures.NotAPicture`, `pictures.TooManyPixels` or PictureTooSmall, changing nothing.
    """
    folder = f"channels/{new_code(24)}"
    made = _normalised(file)
    for width, content in made.items():
        store().put_bytes(content, f"public/{folder}/{width}.webp")
    _wear(account, folder, max(made))


def drop_banner(*, account: Account) -> None:
    """Back to the plain front."""
    _wear(account, "", 0)


def _wear(account: Account, folder: str, width: int) -> None:
    with transaction.atomic():
        channel, _is_new = Channel.objects.select_for_update().get_or_create(account=account)
        before, channel.banner, channel.banner_width = channel.banner, folder, width
        channel.save(update_fields=["banner", "banner_width"])
        announce(ChannelChanged(account.pk))
    if before:
        store().delete_tree(f"public/{before}")


def _normalised(file: BinaryIO) -> dict[int, bytes]:
    picture = pictures.open_picture(file, wanted=max(BANNER_WIDTHS))
    if picture.width < SMALLEST_WIDTH:
        raise PictureTooSmall
    widths = [width for width in BANNER_WIDTHS if width <= max(picture.width, BANNER_WIDTHS[0])]
    return {width: pictures.fitted(picture, width, width // SHAPE) for width in widths}
