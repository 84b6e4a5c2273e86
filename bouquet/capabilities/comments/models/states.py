"""What becomes of a comment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a comment is, besides what moderators decide (its standing) and whether its author is here."""

    POSTED = "posted", _("posted")
    # Until those who keep the talk approve it.
    WAITING = "waiting", _("waiting for approval")
    # Until a moderator has looked at it.
    HELD = "held", _("waiting for a moderator")
    REFUSED = "refused", _("refused")
    DELETED = "deleted", _("deleted")
    # Its words are gone for good; the row stays while others answered it.
    ERASED = "erased", _("erased")


class Sort(models.TextChoices):
    """The orders of a talk."""

    NEWEST = "newest", pgettext_lazy("order of comments", "Newest")
    OLDEST = "oldest", pgettext_lazy("order of comments", "Oldest")
    LIKED = "liked", pgettext_lazy("order of comments", "Most liked")
