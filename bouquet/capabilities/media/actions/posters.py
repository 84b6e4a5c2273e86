"""The picture shown before a video plays: the best of several frames, another one, or one the member sends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pillow_heif
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from PIL import Image, UnidentifiedImageError

from bouquet.capabilities.media.actions import storing
from bouquet.capabilities.media.engine.posters import poster_sizes
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000


class BadPoster(Exception):
    """The picture cannot be used; `sentence()` says why, in the language of the moment."""

    def sentence(self) -> str:
        return gettext("This file is not a picture we can read. Send a JPEG, PNG, WebP or HEIC of at most 20 MB.")


def make_sizes(picture: Path, out: Path) -> str:
    """The sizes pages need, in a folder of `out` with a name never used before; returns that name."""
    name = f"poster-{new_code(6)}"
    poster_sizes(picture, out / name)
    return name


def choose_poster(asset: Asset, index: int) -> None:
    """Candidate `index` of `asset.poster_candidates` is the poster now. IndexError when there is none."""
    candidate = asset.poster_candidates[index] if index >= 0 else asset.poster_candidates[len(asset.poster_candidates)]
    with _scratch() as folder, store().open_local(f"{asset.folder}/poster/{candidate}") as picture:
        _replace(asset, picture, folder)


def upload_poster(asset: Asset, file: BinaryIO) -> None:
    """The picture a member sent is the poster now; nothing it says of place or device is kept. Raises BadPoster."""
    with _scratch() as folder:
        picture = folder / "sent"
        with picture.open("wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
        _require_picture(picture)
        _replace(asset, picture, folder)


def _require_picture(path: Path) -> None:
    pillow_heif.register_heif_opener()
    if path.stat().st_size > MOST_BYTES:
        raise BadPoster
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP", "HEIF", "GIF")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS or min(width, height) < 16:
                raise BadPoster
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadPoster from error


def _replace(asset: Asset, picture: Path, folder: Path) -> None:
    made = folder / "out"
    made.mkdir()
    name = make_sizes(picture, made)
    storing.put(asset.pk, made)
    with transaction.atomic():
        row = Asset.objects.select_for_update().get(pk=asset.pk)
        before, row.poster = row.poster, name
        row.save(update_fields=["poster"])
        asset.poster = name
        transaction.on_commit(lambda: store().delete_tree(f"{row.folder}/{before}") if before else None, robust=True)


@contextmanager
def _scratch() -> Iterator[Path]:
    parent = settings.BOUQUET_VAR / "scratch"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)
