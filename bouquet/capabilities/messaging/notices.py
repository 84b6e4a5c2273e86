"""What the inbox says of messages."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.messaging.actions.telling import DIRECT, INVITATION, MENTION, REPLY
from bouquet.capabilities.notifications.engine.frequency import Frequency
from bouquet.capabilities.notifications.kinds import Group, Line, NoticeKind, register_notice

NOTICE_ICONS = ("at-sign", "reply", "message-circle", "user-round-plus")


def register() -> None:
    """Each can be chosen apart from the others."""
    register_notice(
        NoticeKind(name=MENTION, label=_("Mentions of me in rooms"), icon="at-sign", sentence=_mention, speaks=True)
    )
    register_notice(
        NoticeKind(name=REPLY, label=_("Answers to what I say in rooms"), icon="reply", sentence=_reply, speaks=True)
    )
    register_notice(
        NoticeKind(
            name=DIRECT,
            label=_("Messages written to me"),
            icon="message-circle",
            sentence=_direct,
            mail=Frequency.DAILY,
            speaks=True,
        )
    )
    register_notice(
        NoticeKind(
            name=INVITATION,
            label=_("Invitations into rooms"),
            icon="user-round-plus",
            sentence=_invitation,
            # Who is asked into a private room cannot read it yet.
            must_see=False,
            speaks=True,
        )
    )


def _mention(group: Group) -> Line:
    text = ngettext(
        "%(names)s called you in a room: “%(title)s”",
        "%(names)s called you in a room, the last: “%(title)s”",
        group.people_count,
    )
    return _line(group, text)


def _reply(group: Group) -> Line:
    text = ngettext(
        "%(names)s answered you in a room: “%(title)s”",
        "%(names)s answered you in a room, the last: “%(title)s”",
        group.people_count,
    )
    return _line(group, text)


def _direct(group: Group) -> Line:
    text = ngettext(
        "%(names)s wrote to you: “%(title)s”", "%(names)s wrote to you, the last: “%(title)s”", group.people_count
    )
    return _line(group, text)


def _invitation(group: Group) -> Line:
    if not group.title:
        return Line(gettext("You were invited into a room."), "")
    return _line(group, gettext("%(names)s invites you into the room “%(title)s”"))


def _line(group: Group, text: str) -> Line:
    return Line(text % {"names": group.names, "title": group.title}, group.address)
