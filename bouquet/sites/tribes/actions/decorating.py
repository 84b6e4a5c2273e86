"""The emblem and the banner of a tribe: any picture people have, made into the sizes pages use."""

from __future__ import annotations

from typing import BinaryIO

from django.db import transaction

from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.store import store
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.events import TribeChanged
from bouquet.sites.tribes.models import Tribe
from bouquet.sites.tribes.models.tribe import BANNER_WIDTHS, EMBLEM_WIDTHS

SHAPE = 4
SMALLEST_BANNER = 600


class PictureTooSmall(ValueError):
    """A banner narrower than 600 pixels: it would be blurred."""


def set_emblem(*, tribe: Tribe, by: Account, file: BinaryIO) -> None:
    """A round picture. Only pixels are kept. Raises PermissionDenied, `pictures.NotAPicture` or `TooManyPixels`."""
    policies.require_keeping(by, tribe)
    made = pictures.squares(pictures.open_picture(file), EMBLEM_WIDTHS)
    folder = f"tribes/{new_code(24)}"
    for width, content in made.items():
        store().put_bytes(content, f"public/{folder}/{width}.webp")
    _wear(tribe, emblem=folder)


def set_banner(*, tribe: Tribe, by: Account, file: BinaryIO) -> None:
    """A wide picture. Raises as `set_emblem`, or PictureTooSmall."""
    policies.require_keeping(by, tribe)
    picture = pictures.open_picture(file, wanted=max(BANNER_WIDTHS))
    if picture.width < SMALLEST_BANNER:
        raise PictureTooSmall
    folder = f"tribes/{new_code(24)}"
    widths = [width for width in BANNER_WIDTHS if width <= max(picture.width, BANNER_WIDTHS[0])]
    for width in widths:
        store().put_bytes(pictures.fitted(picture, width, width // SHAPE), f"public/{folder}/{width}.webp")
    _wear(tribe, banner=folder, banner_width=max(widths))


def drop_emblem(*, tribe: Tribe, by: Account) -> None:
    """Back to the sticker."""
    policies.require_keeping(by, tribe)
    _wear(tribe, emblem="")


def drop_banner(*, tribe: Tribe, by: Account) -> None:
    """Back to the plain front."""
    policies.require_keeping(by, tribe)
    _wear(tribe, banner="", banner_width=0)


def _wear(tribe: Tribe, **worn: str | int) -> None:
    with transaction.atomic():
        held = Tribe.objects.select_for_update().get(pk=tribe.pk)
        before = [str(getattr(held, name)) for name in ("emblem", "banner") if name in worn]
        for name, value in worn.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*worn, "version"])
        announce(TribeChanged(tribe.pk))
    tribe.refresh_from_db()
    for folder in filter(None, before):
        store().delete_tree(f"public/{folder}")
