"""The words a column may hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Openness(models.TextChoices):
    """Who may come in, and who may know that there is something to come into."""

    OPEN = "open", pgettext_lazy("tribe", "Open")
    CLOSED = "closed", pgettext_lazy("tribe", "Closed")
    SECRET = "secret", pgettext_lazy("tribe", "Secret")


class Role(models.TextChoices):
    """What a member is in a tribe. There is one founder, as long as the tribe lives."""

    FOUNDER = "founder", _("Founder")
    KEEPER = "keeper", _("Keeper")
    MEMBER = "member", pgettext_lazy("tribe", "Member")


KEEPING = (Role.FOUNDER, Role.KEEPER)


class Audience(models.TextChoices):
    """Who may read a post. One in a tribe is for those who may enter it; the others stand on their author's page."""

    TRIBE = "tribe", _("The tribe")
    EVERYONE = "everyone", _("Everyone")
    FOLLOWERS = "followers", _("My followers and friends")
    FRIENDS = "friends", _("My friends")


class Closeness(models.TextChoices):
    """To whom a member shows one thing about themselves."""

    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Members of the network")
    FRIENDS = "friends", _("My friends")
    NOBODY = "nobody", _("Nobody")


class Verdict(models.TextChoices):
    """What became of a request to join."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Standings(models.TextChoices):
    """`foundation.subjects.Standing`, as a column keeps it."""

    SHOWN = "shown", _("Shown")
    LABELLED = "labelled", _("Shown with a warning")
    HIDDEN = "hidden", _("Hidden")
    REMOVED = "removed", _("Removed")


OPENLY = (Standings.SHOWN, Standings.LABELLED)
