"""What members are told, in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind
from bouquet.foundation.brands.current import site_address
from bouquet.sites.tribes.actions import reminding
from bouquet.sites.tribes.actions.addressing import SITE
from bouquet.sites.tribes.engine.moments import when
from bouquet.sites.tribes.models import Role


def posted(group: Group) -> Line:
    """« Inès a publié dans Grimpe Nantes »."""
    tribe = group.data.get("tribe", "")
    text = ngettext("%(names)s posted in %(tribe)s", "%(names)s posted in %(tribe)s", group.people_count)
    return Line(text % {"names": group.names, "tribe": tribe}, group.address, group.picture)


def mentioned(group: Group) -> Line:
    """« Inès parle de vous : … »."""
    return Line(
        gettext("%(names)s mentioned you: %(title)s") % {"names": group.names, "title": group.title}, group.address
    )


def asked(group: Group) -> Line:
    """« Léa demande à rejoindre Grimpe Nantes »."""
    text = ngettext("%(names)s asks to join %(tribe)s", "%(names)s ask to join %(tribe)s", group.people_count)
    address = f"{group.address}/settings/requests" if group.address else ""
    return Line(text % {"names": group.names, "tribe": group.title}, address, group.picture)


def accepted(group: Group) -> Line:
    """« Vous faites partie de Grimpe Nantes »."""
    return Line(gettext("You are in! %(tribe)s let you join") % {"tribe": group.title}, group.address, group.picture)


def invited(group: Group) -> Line:
    """« Karim vous invite dans Grimpe Nantes »."""
    text = gettext("%(names)s invites you to join %(tribe)s")
    return Line(text % {"names": group.names, "tribe": group.title}, group.address, group.picture)


def given_role(group: Group) -> Line:
    """« Vous êtes maintenant gardien de Grimpe Nantes »."""
    if group.data.get("role") == Role.FOUNDER:
        text = gettext("%(tribe)s is yours to look after now")
    else:
        text = gettext("You are now a keeper of %(tribe)s")
    return Line(text % {"tribe": group.title}, group.address, group.picture)


def friend_asked(group: Group) -> Line:
    """« Karim voudrait devenir votre ami »."""
    text = ngettext(
        "%(names)s would like to be your friend", "%(names)s would like to be your friends", group.people_count
    )
    return Line(text % {"names": group.names}, site_address(SITE, "tribes:friends"))


def befriended(group: Group) -> Line:
    """« Karim et vous êtes amis »."""
    text = ngettext("%(names)s said yes: you are friends", "%(names)s said yes: you are friends", group.people_count)
    return Line(text % {"names": group.names}, group.address)


def event_soon(group: Group) -> Line:
    """« Demain : Journée à la falaise, samedi 28 novembre 2026, 9 h »."""
    values = {"title": group.data.get("title", group.title), "when": _when(group)}
    if group.data.get("ahead") == reminding.HOUR:
        return Line(gettext("In an hour: %(title)s, %(when)s") % values, group.address, group.picture)
    return Line(gettext("Soon: %(title)s, %(when)s") % values, group.address, group.picture)


def event_moved(group: Group) -> Line:
    """« Journée à la falaise a changé : samedi 28 novembre 2026, 9 h »."""
    values = {"title": group.data.get("title", group.title), "when": _when(group)}
    return Line(gettext("%(title)s was changed: it is now %(when)s") % values, group.address, group.picture)


def event_cancelled(group: Group) -> Line:
    """« Journée à la falaise n'aura pas lieu »."""
    text = gettext("%(title)s is called off") % {"title": group.data.get("title", group.title)}
    return Line(text, group.address, group.picture)


def poll_over(group: Group) -> Line:
    """« Le sondage « Notre soir d'hiver » est terminé »."""
    text = gettext("The poll “%(question)s” is over: see what came out") % {"question": group.data.get("question", "")}
    return Line(text, group.address, group.picture)


def _when(group: Group) -> str:
    try:
        moment = datetime.fromisoformat(group.data["starts_at"])
        return when(moment.astimezone(ZoneInfo(group.data["zone"])), None)
    except (KeyError, ValueError):
        return ""


NOTICES = (
    NoticeKind(name="tribes.post", label=_("New posts where I ring the bell"), icon="bell", sentence=posted),
    NoticeKind(
        name="tribes.mention",
        label=_("When somebody mentions me in a post"),
        icon="at-sign",
        sentence=mentioned,
        speaks=True,
    ),
    NoticeKind(name="tribes.asked", label=_("Requests to join my tribes"), icon="user-round-plus", sentence=asked),
    NoticeKind(
        name="tribes.accepted",
        label=_("Tribes that let me in"),
        icon="party-popper",
        sentence=accepted,
        mail=Frequency.IMMEDIATE,
    ),
    NoticeKind(name="tribes.invited", label=_("Invitations into tribes"), icon="mail-open", sentence=invited),
    NoticeKind(name="tribes.role", label=_("What I become in a tribe"), icon="shield", sentence=given_role),
    NoticeKind(name="tribes.friend_asked", label=_("Friend requests"), icon="user-round-plus", sentence=friend_asked),
    NoticeKind(name="tribes.friends", label=_("Friend requests that were accepted"), icon="users", sentence=befriended),
    NoticeKind(
        name="tribes.event_soon",
        label=_("Events I go to, a day and an hour before"),
        icon="calendar-clock",
        sentence=event_soon,
        mail=Frequency.IMMEDIATE,
    ),
    NoticeKind(
        name="tribes.event_moved",
        label=_("Events I go to that change"),
        icon="calendar-clock",
        sentence=event_moved,
        mail=Frequency.IMMEDIATE,
    ),
    NoticeKind(
        name="tribes.event_cancelled",
        label=_("Events I go to that are called off"),
        icon="calendar-x",
        sentence=event_cancelled,
        mail=Frequency.IMMEDIATE,
    ),
    NoticeKind(name="tribes.poll_over", label=_("Polls I voted in that end"), icon="chart-bar", sentence=poll_over),
)
