"""A photo: a still picture somebody sent, in the sizes pages use."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy

from bouquet.capabilities.media.models.asset import new_folder
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.live.signing import signed_media_path

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.models import Account

# How long the address of a photo that is not for everybody serves, and how often a page prints another one.
SIGNATURE_LASTS: Final = timedelta(hours=2)
SIGNATURE_STEP: Final = timedelta(minutes=30)
MOST_ALT: Final = 500


class PhotoQuerySet(models.QuerySet["Photo"]):
    """Reads over photos."""

    def owned_by(self, account: Account) -> PhotoQuerySet:
        """Those of one member."""
        return self.filter(owner=account)

    def bytes_stored(self) -> int:
        """What all their versions take, in bytes: what a quota counts."""
        return self.aggregate(total=Sum("bytes_stored"))["total"] or 0


class Photo(models.Model):
    """A photo of a member. Until a page keeps it (`kept_at`) it is only lent a place, and goes after a day."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=40, unique=True, default=new_folder)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="media_photos"
    )
    alt = models.CharField(max_length=MOST_ALT, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    colour = models.CharField(max_length=7, default="#eeeeee")
    # Of the versions there are, narrowest first; empty while they are being made.
    widths = models.JSONField(default=list)
    bytes_stored = models.BigIntegerField(default=0)
    is_public = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(null=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("photo")
        verbose_name_plural = gettext_lazy("photos")
        indexes = [
            models.Index(fields=["owner", "-received_at"], name="media_photos_of_member"),
            models.Index(
                fields=["received_at"], name="media_photos_nobody_kept", condition=models.Q(kept_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(self.pk)

    @property
    def folder(self) -> str:
        """Where its versions lie in the store."""
        return photo_folder(self.key, is_public=self.is_public)

    def address(self, width: int = 1280) -> str:
        """The path of the narrowest version of at least `width` pixels, or else of the widest."""
        return Frame(self.to_frame()).address(width)

    @property
    def thumb(self) -> str:
        """For a row of them."""
        return self.address(320)

    def to_frame(self) -> dict[str, Any]:
        """What a page needs to show it, as plain values that may be kept with what it belongs to: see `Frame`."""
        return {
            "id": str(self.pk),
            "key": self.key,
            "widths": self.widths,
            "width": self.width,
            "height": self.height,
            "colour": self.colour,
            "alt": self.alt,
            "open": self.is_public,
        }


class Frame:
    """A photo to be shown, from what `Photo.to_frame` kept: no query. Signed addresses are made when they are asked."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.id: str = kept["id"]
        self.key: str = kept["key"]
        self.widths: list[int] = kept["widths"]
        self.width: int = kept["width"]
        self.height: int = kept["height"]
        self.colour: str = kept["colour"]
        self.alt: str = kept["alt"]
        self.is_public: bool = kept["open"]

    def address(self, width: int = 1280) -> str:
        """As `Photo.address`."""
        return self._at(next((known for known in self.widths if known >= width), self.widths[-1]))

    @property
    def src(self) -> str:
        """For browsers that choose nothing."""
        return self.address(640)

    @property
    def largest(self) -> str:
        """For looking at it alone."""
        return self._at(self.widths[-1])

    @property
    def srcset(self) -> str:
        """Every version with its width, for the browser to choose from."""
        return ", ".join(f"{self._at(width)} {width}w" for width in self.widths)

    @property
    def is_tall(self) -> bool:
        """Taller than wide."""
        return self.height > self.width

    def _at(self, width: int) -> str:
        if self.is_public:
            return f"/media/public/{self.key}/{width}.webp"
        step = SIGNATURE_STEP.total_seconds()
        until = clock.timestamp() + SIGNATURE_LASTS.total_seconds()
        return signed_media_path(self.key, f"{width}.webp", expires_at=int(ceil(until / step) * step))


def photo_folder(key: str, *, is_public: bool) -> str:
    """Where the versions of the photo called `key` lie in the store."""
    return f"{'public' if is_public else 'private'}/{key}"
