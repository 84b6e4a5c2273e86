"""What members are told, in words."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind
from bouquet.foundation.brands.current import site_address
from bouquet.sites.tribes.actions.addressing import SITE
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


NOTICES = (
    NoticeKind(name="tribes.post", label=_("New posts where I ring the bell"), icon="bell", sentence=posted),
    NoticeKind(
        name="tribes.mention", label=_("When somebody mentions me in a post"), icon="at-sign", sentence=mentioned
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
)
