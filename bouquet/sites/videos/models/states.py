"""Where a video is on its way, and who may watch it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A draft is its author's alone. `WAITING` was published by its author, and shows once it plays and is due.

    `AWAY` is what was waiting or published while its author is closing their account, or is suspended; `HELD`, what
    was while moderators hide it. `Video.removed_from` keeps what it was.
    """

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting to be published")
    PUBLISHED = "published", _("Published")
    REMOVED = "removed", _("Deleted")
    AWAY = "away", _("Hidden: its author is away")
    HELD = "held", _("Hidden by the moderators")


class Visibility(models.TextChoices):
    """Who may watch a published video."""

    PUBLIC = "public", _("Public")
    UNLISTED = "unlisted", _("Unlisted")
    FOLLOWERS = "followers", _("Followers only")
    PASSWORD = "password", _("Password")
    PRIVATE = "private", _("Private")
