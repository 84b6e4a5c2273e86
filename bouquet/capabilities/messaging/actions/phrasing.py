"""What the scripts of a room say."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, pgettext

_HANDLE = "handle"


def words() -> dict[str, str]:
    """What the scripts of a room say, in the language of the page."""
    return {
        "deleted": gettext("This message was deleted."),
        "hidden": gettext("A moderator hid this message."),
        "profile": _profile(),
        "reply": gettext("{n} reply"),
        "replies": gettext("{n} replies"),
        "news": pgettext("messages", "New"),
        "here": gettext("{n} here now"),
        "heres": pgettext("several people", "{n} here now"),
        "quoted": gettext("An earlier message"),
        "picture": gettext("A picture of the conversation"),
        "play": pgettext("a sound", "Play"),
        "pause": pgettext("a sound", "Pause"),
        "seek": gettext("Position in the sound"),
        "came": pgettext("one person", "{who} joined the room."),
        "cameMany": pgettext("several people", "{who} joined the room."),
        "went": pgettext("one person", "{who} left the room."),
        "wentMany": pgettext("several people", "{who} left the room."),
        "others": pgettext("one more person", "{n} other"),
        "othersMany": pgettext("more people", "{n} others"),
        "waits": gettext("Waiting for the network: it is kept on this device."),
        "retry": gettext("Try again"),
        "discard": gettext("Discard"),
        "offline": gettext("You are offline. Keep writing: it leaves as soon as you are back."),
        "waiting": gettext("Connecting again… Nothing is lost."),
        "lockedOut": gettext("You are signed out. Sign in again: what you wrote is kept on this device."),
        "gone": gettext("This room is no longer open to you."),
        "unread": gettext("The conversation could not be fetched. Open the room instead."),
    }


def _profile() -> str:
    """Where somebody's page is, with the place of their handle."""
    try:
        return reverse("accounts:profile", args=[_HANDLE]).replace(_HANDLE, _HANDLE.upper())
    except NoReverseMatch:
        return "#HANDLE"
