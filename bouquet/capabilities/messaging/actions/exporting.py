"""What was said, to take away: one's own, in the copy of one's data; a whole room, for those who are in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import attaching, drawing
from bouquet.capabilities.messaging.actions.showing import Reader
from bouquet.capabilities.messaging.models import Attachment, Member, Message, Reaction, Room
from bouquet.capabilities.messaging.models.bot import Token
from bouquet.foundation.storage.store import store

# Each page is a query of its own: a room may hold a million.
PAGE = 500
CHUNK = 1 << 20


def collect(account: Account) -> Iterator[ExportFile]:
    """Their rooms; what they said anywhere; conversations whole, for they are theirs as much as the others'."""
    rooms = Member.objects.filter(account=account).select_related("room").order_by("pk")
    yield as_json("rooms.json", (_room(member) for member in rooms.iterator(chunk_size=500)))
    said = Message.objects.filter(author=account).exclude(text="").order_by("pk").select_related("room", "author")
    yield as_json("messages.json", (_message(one) for one in said.iterator(chunk_size=500)))
    for sent in Attachment.objects.filter(by=account).select_related("photo", "enclosure").order_by("pk").iterator(200):
        name, key = attaching.stored_as(sent)
        if key and store().exists(key):
            yield ExportFile(f"files/{name}", stored=key)
    reacted = Reaction.objects.filter(account=account).order_by("pk").values("message", "emoji", "made_at")
    yield as_json("reactions.json", reacted.iterator(chunk_size=500))
    tokens = Token.objects.of(account.pk).values("name", "scopes", "made_at", "used_at", "expires_at", "revoked_at")
    yield as_json("tokens.json", tokens.iterator(chunk_size=500))
    inside = Q(pk__in=Member.objects.filter(account=account).inside().values("room"))
    talked = Message.objects.there().filter(
        room__in=Room.objects.standing().filter(inside, openness=Room.Openness.DIRECT)
    )
    rows = talked.order_by("room", "seq").select_related("room", "author").iterator(chunk_size=500)
    yield as_json("conversations.json", (_message(one) for one in rows))


def lines(reader: Reader) -> Iterator[bytes]:
    """The room as JSON lines: its card, then its messages in order, as this reader may see them."""
    yield _line(drawing.card(reader.room))
    seq = 0
    while True:
        rows = (
            Message.objects.filter(room=reader.room, seq__gt=seq)
            .select_related("author", "linked")
            .order_by("seq")[:PAGE]
        )
        page = list(rows)
        if not page:
            return
        seq = page[-1].seq
        for drawn in reader.draw(one for one in page if not one.is_deleted):
            yield _line(drawn)


def archive(reader: Reader) -> Iterator[bytes]:
    """The same in a ZIP, as `room.jsonl`, with all that the messages carry in `files/`; written as it is sent."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        with made.open("room.jsonl", "w", force_zip64=True) as entry:
            for line in lines(reader):
                entry.write(line)
                yield from pipe.taken()
        for sent in attaching.shown_in(reader.room, apart=reader.apart, reader=reader.key):
            name, key = attaching.stored_as(sent)
            if not key or not store().exists(key):
                continue
            # Compressed already, nearly all of them.
            entry_of = zipfile.ZipInfo(f"files/{name}", date_time=sent.made_at.timetuple()[:6])
            with (
                store().open_local(key) as path,
                path.open("rb") as file,
                made.open(entry_of, "w", force_zip64=True) as entry,
            ):
                while part := file.read(CHUNK):
                    entry.write(part)
                    yield from pipe.taken()
    yield from pipe.taken()


class _Pipe(io.RawIOBase):
    """What a ZIP is written to, and taken from as it grows."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._parts.append(bytes(content))
        return len(content)

    def taken(self) -> Iterator[bytes]:
        parts, self._parts = self._parts, []
        yield from parts


def _line(drawn: dict[str, Any]) -> bytes:
    return json.dumps(drawn, ensure_ascii=False).encode() + b"\n"


def _room(member: Member) -> dict[str, Any]:
    room = member.room
    return {
        "room": room.code,
        "name": room.name,
        "openness": room.openness,
        "state": member.state,
        "role": member.role,
        "since": member.since,
        "read_seq": member.read_seq,
    }


def _message(one: Message) -> dict[str, Any]:
    return {
        "room": one.room.code,
        "by": drawing.person(one.author),
        "seq": one.seq,
        "text": one.text,
        "made_at": one.made_at,
        "edited_at": one.edited_at,
        "deleted_at": one.deleted_at,
        "standing": one.standing,
    }
