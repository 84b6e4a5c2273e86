"""A message of a room becomes a draft: its thread, quoted, for somebody to write on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import providers
from bouquet.capabilities.messaging.actions import showing
from bouquet.capabilities.messaging.models import Message
from bouquet.foundation.brands.current import site_address
from bouquet.foundation.text.safe_html import plain_text
from bouquet.sites.blogs.actions import writing
from bouquet.sites.blogs.actions.addressing import SITE
from bouquet.sites.blogs.engine.markdown import document_of_markdown
from bouquet.sites.blogs.models import Blog, Post

OFFER_ICONS = ("notebook-pen",)
_MOST = 100
_LONGEST_TITLE = 80


class NothingToQuote(Exception):
    """The message is not there, or not theirs to read."""


@dataclass(frozen=True)
class Talk:
    """A message and what was answered to it, as `reader` may read them."""

    room: str
    address: str
    is_open: bool
    said: list[tuple[str, str]]

    @property
    def title(self) -> str:
        """The first words, for a draft without a title."""
        words = plain_text(self.said[0][1])
        return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def talk_at(key: UUID, *, by: Account) -> Talk:
    """The thread that a message begins or stands in. NothingToQuote."""
    message = Message.objects.select_related("room", "author", "thread__author").filter(pk=key).first()
    if message is None:
        raise NothingToQuote
    try:
        reader = showing.reader_of(message.room, by)
    except showing.NotReadable:
        raise NothingToQuote from None
    root = message.thread or message
    answers = showing.history(reader, thread=root.pk, most=_MOST)["messages"]
    said = [(one["by"]["name"], one["text"]) for one in [*reader.draw([root]), *answers] if one.get("text")]
    if not said:
        raise NothingToQuote
    room = message.room
    return Talk(
        room=room.name or gettext("Conversation"),
        address=providers.room_address(room.code, root.seq),
        is_open=room.openness == room.Openness.PUBLIC,
        said=said,
    )


@transaction.atomic
def draft_of(talk: Talk, *, blog: Blog, by: Account) -> Post:
    """A draft of `by` in `blog` that quotes the talk, each with their name, and says where it was said. Nobody sees it
    until it is published. Raises PermissionDenied."""
    quotes = "\n\n".join(f"{_quoted(name, text)}" for name, text in talk.said)
    source = (
        f"\n\n[{gettext('Said in %(room)s') % {'room': _plain(talk.room)}}]({talk.address})" if talk.address else ""
    )
    document, _losses = document_of_markdown(f"{quotes}{source}\n")
    return writing.begin(blog=blog, by=by, words=writing.Words(talk.title, document))


def address_from(key: UUID) -> str:
    """The page that makes a draft of a message."""
    return site_address(SITE, "blogs:write_from", key)


def _quoted(name: str, text: str) -> str:
    lines = [f"**{_plain(name)}**", "", *text.splitlines()]
    # An empty comment ends the quote, so that two in a row stay two.
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n<!-- -->"


def _plain(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#" else letter for letter in words)
