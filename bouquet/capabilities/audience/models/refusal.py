"""Why a play was not counted as a view, in words its author understands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """The reasons there are."""

    BOT = "bot", _("Watched by a program")
    REPEAT = "repeat", _("Already counted for this person within the hour")
    OWN = "own", _("Watched by its author")
    IMPLAUSIBLE = "implausible", _("More time claimed than had passed")
    TOO_MANY = "too_many", _("Too many plays by one person")
