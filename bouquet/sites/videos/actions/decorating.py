"""The banner of a channel: any picture people have, made into three widths that pages use."""

from __future__ import annotations

import io
from typing import BinaryIO

import pillow_heif
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store
from bouquet.sites.videos.events import ChannelChanged
from bouquet.sites.videos.models import Channel
from bouquet.sites.videos.models.channel import BANNER_WIDTHS

SHAPE = 5
MOST_PIXELS = 60_000_000
SMALLEST_WIDTH = 600

pillow_heif.register_heif_opener()


class NotAPicture(ValueError):
    """The file cannot be read as a picture."""


class PictureTooLarge(ValueError):
    """More pixels than we open."""


class PictureTooSmall(ValueError):
    """Narrower than 600 pixels: it would be blurred."""


def set_banner(*, account: Account, file: BinaryIO) -> None:
    """Dress the channel of `account`. Only pixels are kept: no position, no device, no comment.

    Raises NotAPicture, PictureTooLarge or PictureTooSmall, changing nothing.
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
    try:
        with Image.open(file) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureTooLarge
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise NotAPicture from error
    if picture.width < SMALLEST_WIDTH:
        raise PictureTooSmall
    return {width: _webp(picture, width) for width in BANNER_WIDTHS if width <= max(picture.width, BANNER_WIDTHS[0])}


def _webp(picture: Image.Image, width: int) -> bytes:
    fitted = ImageOps.fit(picture, (width, width // SHAPE), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    fitted.save(written, "WEBP", quality=82, method=5)
    return written.getvalue()
