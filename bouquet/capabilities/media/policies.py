"""May a member send this file now? Each refusal is one sentence that says why and what to do."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Asset, Enclosure, Photo
from bouquet.capabilities.media.models.sentences import size
from bouquet.foundation.storage.store import store


class CannotReceive(Exception):
    """The file is not taken; `sentence()` tells the member why, in the language of the moment."""

    status = 403

    def sentence(self) -> str:
        return gettext("Your account cannot send videos.")


class TooLarge(CannotReceive):
    """Larger than any file may be."""

    status = 413

    def sentence(self) -> str:
        limit = size(settings.BOUQUET_MAX_UPLOAD_BYTES)
        return gettext("This file is too large: the largest we take is %(limit)s.") % {"limit": limit}


class QuotaExceeded(CannotReceive):
    """The member's videos take all the room they may."""

    status = 413

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = max(0, left)

    def sentence(self) -> str:
        return gettext(
            "This file does not fit: %(left)s of your %(quota)s are left. Delete a video you no longer need."
        ) % {"left": size(self.left), "quota": size(settings.BOUQUET_MEMBER_QUOTA_BYTES)}


class TooManyUploads(CannotReceive):
    """One member has very many uploads open."""

    status = 429

    def sentence(self) -> str:
        return gettext("You have too many uploads open. Finish or cancel some of them first.")


class DiskFull(CannotReceive):
    """Our disk is at its floor."""

    status = 507

    def sentence(self) -> str:
        return gettext("Our disk is full for the moment. Nothing was lost: try again later.")


def quota_left(account: Account) -> int:
    """How many more bytes this member may send: videos count as they came, the rest as it is kept."""
    used = Asset.objects.owned_by(account).bytes_received() + Photo.objects.owned_by(account).bytes_stored()
    used += Enclosure.objects.owned_by(account).bytes_stored()
    return int(settings.BOUQUET_MEMBER_QUOTA_BYTES - used)


def require_can_receive(account: Account, *, size_bytes: int) -> None:
    """Raises the CannotReceive that applies to `size_bytes` more from `account`."""
    if not account.is_active or account.is_erased or account.is_leaving:
        raise CannotReceive
    if size_bytes > settings.BOUQUET_MAX_UPLOAD_BYTES:
        raise TooLarge
    left = quota_left(account)
    if size_bytes > left:
        raise QuotaExceeded(left)
    require_space(0)


def require_space(coming: int) -> None:
    """DiskFull when `coming` more bytes would leave less than the floor where files are kept."""
    free = store().free_bytes()
    if free is not None and free - coming < settings.BOUQUET_FREE_SPACE_FLOOR_BYTES:
        raise DiskFull
