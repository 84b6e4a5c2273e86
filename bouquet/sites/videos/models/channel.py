"""The front of an author's page, beyond what the account says of the person."""

from __future__ import annotations

from django.conf import settings
from django.db import models

BANNER_WIDTHS = (640, 1280, 2560)


class Channel(models.Model):
    """Made when an author first dresses their page. `banner` is the store's folder of its pictures, or empty."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="channel"
    )
    banner = models.CharField(max_length=100, blank=True)
    banner_width = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"channel of {self.account_id}"

    @property
    def banner_widths(self) -> list[int]:
        """The widths the banner exists in, in pixels, the smallest first."""
        return [width for width in BANNER_WIDTHS if width <= max(self.banner_width, BANNER_WIDTHS[0])]

    def banner_address(self, width: int) -> str:
        """Where the banner of that width is served."""
        return f"/media/public/{self.banner}/{width}.webp"

    @property
    def banner_set(self) -> str:
        """The banner as a `srcset`."""
        return ", ".join(f"{self.banner_address(width)} {width}w" for width in self.banner_widths)

    @property
    def banner_largest(self) -> str:
        return self.banner_address(self.banner_widths[-1])
