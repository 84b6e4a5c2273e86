"""A picture from anyone's phone or PC, made safe and small: upright, square or fitted, WebP, nothing private in it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from typing import BinaryIO

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener()

# 300 MB once decoded; beyond lies the decompression bomb.
MOST_PIXELS = 100_000_000
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF", "BMP", "TIFF")


class NotAPicture(ValueError):
    """It cannot be read as a picture."""


class TooManyPixels(NotAPicture):
    """It may be a picture, but larger than any that is opened here."""


def open_picture(source: BinaryIO, *, wanted: int = 2048) -> Image.Image:
    """The first frame, upright, in sRGB-like RGB, over white where it was transparent; what is much larger may come
    smaller, but no side below `wanted` pixels. Raises NotAPicture or TooManyPixels.

    The result carries no metadata at all: no position, no device, no date (EXIF, XMP and profiles are dropped).
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns a little earlier than we refuse.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(source, formats=_FORMATS)
            if opened.width * opened.height > MOST_PIXELS:
                raise TooManyPixels
            opened.draft("RGB", (wanted, wanted))
            upright = ImageOps.exif_transpose(opened)
    except NotAPicture:
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture from error
    return _plain(upright)


def squares(picture: Image.Image, sizes: Iterable[int]) -> dict[int, bytes]:
    """The middle of the picture as WebP squares, by their side in pixels."""
    side = min(picture.size)
    largest = ImageOps.fit(picture, (side, side))
    return {size: _webp(largest.resize((size, size), Image.Resampling.LANCZOS)) for size in sizes}


def fitted(picture: Image.Image, width: int, height: int) -> bytes:
    """The middle of the picture cut to this shape, as WebP (banners)."""
    return _webp(ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS))


def _plain(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        picture = Image.alpha_composite(ground, whole)
    # A new image made of the pixels alone: nothing of `info` comes along.
    rgb = picture.convert("RGB")
    clean = Image.new("RGB", rgb.size)
    clean.paste(rgb)
    return clean


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
