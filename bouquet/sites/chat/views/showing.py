"""What the pages of rooms show: the protocol's JSON, made ready for templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.engine.palette import PALETTE
from bouquet.capabilities.media.models.sentences import size
from bouquet.capabilities.messaging.actions import drawing, reading, unfolding
from bouquet.capabilities.messaging.actions.phrasing import words as room_words
from bouquet.capabilities.messaging.kinds import offers
from bouquet.foundation.text.safe_html import plain_text

# Somebody who speaks on within so much time is not named again.
GOES_ON: timedelta = timedelta(minutes=5)
MOST_COUNTED = 99
# People who are named where many came or went at once.
MOST_NAMED = 3


@dataclass(frozen=True)
class Reaction:
    """An emoji below a message; `picture` is our own drawing of it, if there is one."""

    emoji: str
    count: int
    is_mine: bool
    picture: str


class Said(dict[str, Any]):
    """A message as the protocol draws it (its keys are there for templates), and how it stands among the others."""

    moment: datetime | None = None
    is_mine = is_gone = calls_me = goes_on = is_new_day = is_first_new = is_fact = False
    # Of people who came and went: said by the first of them for all until the next message.
    sentence = ""
    profile = ""
    shown_reactions: Sequence[Reaction] = ()
    pictures: Sequence[dict[str, Any]] = ()
    files: Sequence[dict[str, Any]] = ()
    # What its link leads to, as far as whoever looks may see it.
    card: dict[str, Any] | None = None


@dataclass
class Mine:
    """The rooms of whoever looks, for the list beside the talk."""

    rooms: list[dict[str, Any]] = field(default_factory=list)
    conversations: list[dict[str, Any]] = field(default_factory=list)


def said(messages: Iterable[drawing.Json], reader: Account | None, *, new_after: int | None = None) -> list[Said]:
    """Ready for `chat/parts/said.html`: days, who goes on, where the new begins; as messaging/telling.js does it."""
    key, found, before = str(reader.pk) if reader else "", list[Said](), Said()
    messages = list(messages)
    things = unfolding.things({one["thing"] for one in messages if "thing" in one}, reader or AnonymousUser())
    for message in messages:
        one = Said(message)
        one.is_gone = bool(message.get("deleted") or (message.get("hidden") and "html" not in message))
        by = message.get("by", {})
        one.moment = _moment(message["at"]) if "at" in message else before.moment
        one.is_mine = bool(key) and by.get("id") == key
        one.calls_me = bool(key) and key in message.get("mentions", ())
        one.profile = profile_of(by.get("handle", ""))
        one.shown_reactions = _reactions(message)
        enclosed = message.get("enclosed", ())
        one.pictures = [card for card in enclosed if card["sort"] == "picture"]
        one.files = [_file(card) for card in enclosed if card["sort"] != "picture"]
        one.card = message.get("link") or things.get(message.get("thing", ""))
        one.is_new_day = one.moment is not None and (before.moment is None or one.moment.date() != before.moment.date())
        if new_after is not None and message["seq"] > new_after and not one.is_mine:
            one.is_first_new, new_after = True, None
        same = bool(by) and by.get("id") == before.get("by", {}).get("id")
        if same and not one.is_new_day and not one.is_first_new and one.moment and before.moment:
            one.goes_on = one.moment - before.moment < GOES_ON
        found.append(one)
        before = one
    return found


def with_facts(said: Sequence[Said], facts: Iterable[drawing.Json]) -> list[Said]:
    """The messages with those who came and went between them."""
    told = []
    for one in facts:
        fact = Said(one)
        fact.is_fact = True
        told.append(fact)
    found = sorted([*said, *told], key=lambda one: int(one["seq"]))
    for is_fact, run in groupby(found, key=lambda one: one.is_fact):
        if is_fact:
            several = list(run)
            several[0].sentence = _sentence(several)
    return found


def _sentence(facts: Sequence[Said]) -> str:
    """Who came and who went: what each did last. As messaging/telling.js says it."""
    last = {one["account"]["id"]: one for one in facts}
    told, spoken = words(), []
    for change in ("came", "went"):
        names = [one["account"].get("name", "") for one in last.values() if one["change"] == change]
        if not names:
            continue
        more = len(names) - MOST_NAMED
        if more > 1:
            names = [*names[:MOST_NAMED], told["othersMany"].replace("{n}", str(more))]
        sentence = told[f"{change}Many" if len(names) > 1 else change]
        spoken.append(sentence.replace("{who}", get_text_list(names, gettext("and"))))
    return " ".join(spoken)


def offers_for(key: str) -> list[dict[str, object]]:
    """What other sites make of a message."""
    return [{"label": one.label, "icon": one.icon, "address": one.address(UUID(key))} for one in offers()]


def blank() -> Said:
    """What the page's <template> is made of: every part of a message, empty."""
    one = Said(id="", seq="", rev="", at="", by={"id": "", "name": "", "handle": "", "avatar": ""}, html="", replies=0)
    one.profile = "#"
    return one


def profile_of(handle: str) -> str:
    """The page of somebody; of whoever left, none."""
    try:
        return reverse("accounts:profile", args=[handle]) if handle else "#"
    except NoReverseMatch:
        return "#"


def titled(card: drawing.Json) -> drawing.Json:
    """A card or head with what it is called on pages, and how its number is shown."""
    card["is_direct"] = card["openness"] == "direct"
    names = ", ".join(person["name"] for person in card.get("people") or ())
    card["title"] = card["name"] or names or gettext("Conversation")
    unread = card.get("me", {}).get("unread", 0)
    card["unread_shown"] = f"{MOST_COUNTED}+" if unread > MOST_COUNTED else str(unread)
    return card


def mine_of(visitor: object) -> Mine:
    """Their rooms and conversations, the liveliest first."""
    if not isinstance(visitor, Account):
        return Mine()
    heads = [titled(head) for head in reading.heads_of(visitor)["rooms"]]
    return Mine([one for one in heads if not one["is_direct"]], [one for one in heads if one["is_direct"]])


def pinned_line(pinned: Sequence[drawing.Json]) -> str:
    """The words of the message that was pinned last, on one line."""
    return next((plain_text(one["text"])[:200] for one in pinned if one.get("text")), "")


def palette() -> list[dict[str, object]]:
    """The emoji that are offered."""
    return [{"emoji": emoji, "label": one.label, "picture": one.picture} for emoji, one in PALETTE.items()]


def drawings() -> dict[str, str]:
    """Emoji → address of our own drawing."""
    return {emoji: staticfiles_storage.url(one.picture) for emoji, one in PALETTE.items()}


def words() -> dict[str, str]:
    """What the script says, in the language of the page."""
    return room_words() | {
        "missed": gettext("{n} new message"),
        "misseds": gettext("{n} new messages"),
        "newest": gettext("The newest messages"),
        "types": gettext("{who} is writing…"),
        "theyType": gettext("{who} are writing…"),
        "manyType": gettext("Several people are writing…"),
        "somebody": gettext("Somebody"),
        "copied": gettext("The link is copied."),
    }


def enclose_words() -> dict[str, str]:
    """What the script says of what goes along with a message."""
    return {
        "describe": gettext("Describe the picture for those who do not see it"),
        "remove": gettext("Remove"),
        "large": gettext("“{name}” is too large: a file may have up to 25 MB."),
        "many": gettext("Ten files at most go along with one message."),
        "editing": gettext("A message that was sent takes no more files. Send them with a new one."),
        "microphone": gettext("The microphone cannot be used. Allow it in your browser and try again."),
        "short": gettext("That was too short to hear anything. Record it again."),
        "voice": gettext("Voice note"),
    }


def _file(card: dict[str, Any]) -> dict[str, Any]:
    """With what its card shows: the ending of its name, its size."""
    suffix = card["name"].rpartition(".")[2][:4].upper() if "." in card["name"] else ""
    return card | {"kind": suffix, "size": size(card["bytes"])}


def _reactions(message: drawing.Json) -> list[Reaction]:
    mine = message.get("mine", ())
    return [
        Reaction(emoji, one["n"], emoji in mine, PALETTE[emoji].picture if emoji in PALETTE else "")
        for emoji, one in message.get("reactions", {}).items()
        if one["n"]
    ]


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))
