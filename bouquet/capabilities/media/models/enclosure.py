"""An enclosure: a file somebody sends along with words, kept as it came, or a sound that plays in the page."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy

from bouquet.capabilities.media.models.asset import new_folder
from bouquet.capabilities.media.models.photo import SIGNATURE_LASTS, SIGNATURE_STEP
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live.signing import signed_media_path

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.models import Account

MOST_NAME = 120
# What each file of an enclosure is called in its folder. Without a suffix nothing takes it for anything but a download.
DOCUMENT = "document"
SOUNDS = {"m4a": "audio/mp4", "weba": "audio/webm"}


class EnclosureQuerySet(models.QuerySet["Enclosure"]):
    """Reads over enclosures."""

    def owned_by(self, account: Account) -> EnclosureQuerySet:
        """Those of one member."""
        return self.filter(owner=account)

    def bytes_stored(self) -> int:
        """What all of them take, in bytes: what a quota counts."""
        return self.aggregate(total=Sum("bytes_stored"))["total"] or 0


class Enclosure(models.Model):
    """Until something keeps it (`kept_at`) it is only lent a place, and goes after a day. It never lies in the open:
    every address is signed.

    Of a sound, `seconds` is its length and `peaks` how loud each of its parts is, a letter each
    (`engine.sounds.LETTERS`).
    """

    class Sort(models.TextChoices):
        FILE = "file"
        SOUND = "sound"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=40, unique=True, default=new_folder)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="media_enclosures"
    )
    sort = models.CharField(max_length=5, choices=Sort)
    name = models.CharField(max_length=MOST_NAME)
    seconds = models.FloatField(default=0)
    peaks = models.CharField(max_length=64, blank=True)
    # Of the file as it came, or of the largest form of a sound; `bytes_stored` of all its forms.
    bytes = models.BigIntegerField(default=0)
    bytes_stored = models.BigIntegerField(default=0)
    is_whole = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(null=True)

    objects = EnclosureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("enclosure")
        verbose_name_plural = gettext_lazy("enclosures")
        indexes = [
            models.Index(fields=["owner", "-received_at"], name="media_enclosures_of_member"),
            models.Index(
                fields=["received_at"], name="media_enclosures_unkept", condition=models.Q(kept_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where its files lie in the store."""
        return f"private/{self.key}"

    @property
    def main_file(self) -> str:
        """The file one takes away: the document as it came, or the sound in the form that most programs open."""
        return DOCUMENT if self.sort == self.Sort.FILE else "sound.m4a"

    @property
    def saved_name(self) -> str:
        """What it is called on the device of who takes it away."""
        return self.name if self.sort == self.Sort.FILE else f"{self.name.rpartition('.')[0] or self.name}.m4a"

    def address(self, file: str) -> str:
        """The path at which one of its files is fetched for two hours."""
        step = SIGNATURE_STEP.total_seconds()
        until = clock.timestamp() + SIGNATURE_LASTS.total_seconds()
        return signed_media_path(self.key, file, expires_at=int(ceil(until / step) * step))

    def to_card(self) -> dict[str, Any]:
        """What a page needs to show it, as plain values."""
        card: dict[str, Any] = {"sort": self.sort, "name": self.name, "bytes": self.bytes}
        if self.sort == self.Sort.SOUND:
            card |= {"seconds": round(self.seconds, 1), "peaks": self.peaks}
        return card
