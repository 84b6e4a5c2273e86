"""What the inbox says of comments and reactions."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bouquet.capabilities.comments.actions.telling import MENTION, ON_MINE, REACTION, REPLY, WAITING
from bouquet.capabilities.notifications.engine.frequency import Frequency
from bouquet.capabilities.notifications.kinds import Group, Line, NoticeKind, register_notice

# What the kinds below are drawn with, for the sprite.
NOTICE_ICONS = ("reply", "message-circle", "at-sign", "heart", "hourglass")


def register() -> None:
    """Each can be chosen apart from the others."""
    register_notice(
        NoticeKind(name=REPLY, label=_("Replies to my comments"), icon="reply", sentence=_reply, speaks=True)
    )
    register_notice(
        NoticeKind(
            name=ON_MINE, label=_("Comments on what I post"), icon="message-circle", sentence=_on_mine, speaks=True
        )
    )
    register_notice(
        NoticeKind(name=MENTION, label=_("Mentions of me in comments"), icon="at-sign", sentence=_mention, speaks=True)
    )
    register_notice(
        NoticeKind(
            name=REACTION,
            label=_("Reactions to what I say and post"),
            icon="heart",
            sentence=_reaction,
            mail=Frequency.WEEKLY,
            push=False,
        )
    )
    register_notice(
        NoticeKind(name=WAITING, label=_("Comments waiting for my approval"), icon="hourglass", sentence=_waiting)
    )


def _reply(group: Group) -> Line:
    text = ngettext(
        "%(names)s replied to your comment: “%(title)s”",
        "%(names)s replied to your comment, the last: “%(title)s”",
        group.people_count,
    )
    return _line(group, text)


def _on_mine(group: Group) -> Line:
    text = ngettext(
        "%(names)s commented on what you posted: “%(title)s”",
        "%(names)s commented on what you posted, the last: “%(title)s”",
        group.people_count,
    )
    return _line(group, text)


def _mention(group: Group) -> Line:
    text = ngettext(
        "%(names)s mentioned you: “%(title)s”", "%(names)s mentioned you, the last: “%(title)s”", group.people_count
    )
    return _line(group, text)


def _reaction(group: Group) -> Line:
    text = ngettext(
        "%(names)s reacted %(emoji)s to “%(title)s”", "%(names)s reacted to “%(title)s”", group.people_count
    )
    return _line(group, text)


def _waiting(group: Group) -> Line:
    text = ngettext(
        "A comment by %(names)s waits for your approval: “%(title)s”",
        "Comments by %(names)s wait for your approval: “%(title)s”",
        group.people_count,
    )
    address = reverse("comments:waiting", args=(group.about.kind, group.about.key))
    return Line(text % _words(group), address, group.picture)


def _line(group: Group, text: str) -> Line:
    return Line(text % _words(group), group.address, group.picture)


def _words(group: Group) -> dict[str, str]:
    return {"names": group.names, "title": group.title, "emoji": str(group.data.get("emoji", ""))}
