"""Under which terms a video may be used by others."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Licence(models.TextChoices):
    """The Creative Commons 4.0 set, the public domain, and everything reserved."""

    RESERVED = "reserved", _("All rights reserved")
    BY = "cc-by", _("Creative Commons Attribution 4.0")
    BY_SA = "cc-by-sa", _("Creative Commons Attribution, Share Alike 4.0")
    BY_ND = "cc-by-nd", _("Creative Commons Attribution, No Derivatives 4.0")
    BY_NC = "cc-by-nc", _("Creative Commons Attribution, Non-Commercial 4.0")
    BY_NC_SA = "cc-by-nc-sa", _("Creative Commons Attribution, Non-Commercial, Share Alike 4.0")
    BY_NC_ND = "cc-by-nc-nd", _("Creative Commons Attribution, Non-Commercial, No Derivatives 4.0")
    ZERO = "cc0", _("Public domain (CC0)")

    @property
    def address(self) -> str:
        """Where the terms can be read; empty when all rights are reserved."""
        if self is Licence.RESERVED:
            return ""
        if self is Licence.ZERO:
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        return f"https://creativecommons.org/licenses/{self.value.removeprefix('cc-')}/4.0/"
