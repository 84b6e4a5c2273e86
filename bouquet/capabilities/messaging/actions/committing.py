"""Carry out commands of clients: many in one transaction, each answered by itself, all after the commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import (
    editing,
    joining,
    opening,
    ordering,
    pinning,
    posting,
    reacting,
    reading,
    watching,
)
from bouquet.capabilities.messaging.actions.drawing import Json
from bouquet.capabilities.messaging.actions.drawing import event as drawn_event
from bouquet.capabilities.messaging.actions.recording import RoomGone, sent_before
from bouquet.capabilities.messaging.engine import orders
from bouquet.capabilities.messaging.models import Event, Message, Room
from bouquet.capabilities.moderation.actions.limiting import TooFast

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Command:
    """What a client asks for. `body` is its JSON; sentences are in `language`."""

    account: UUID
    code: str
    body: Mapping[str, Any] = field(default_factory=dict)
    language: str = "fr"


@dataclass(frozen=True)
class Outcome:
    """An HTTP status and its JSON."""

    status: int
    answer: Json


class Malformed(Exception):
    """The command is not one."""


def commit(commands: Sequence[Command]) -> list[Outcome]:
    """In order of rooms, so that two servers never wait for each other. One that is refused takes nothing with it; when
    the database refuses, each is tried alone."""
    close_old_connections()
    _insist_on_the_disk()
    order = sorted(range(len(commands)), key=lambda number: (commands[number].code, str(commands[number].account)))
    try:
        with transaction.atomic():
            codes = sorted({command.code for command in commands})
            list(Room.objects.select_for_update().filter(code__in=codes).order_by("pk").values_list("pk"))
            outcomes = {number: _carry_out(commands[number]) for number in order}
        return [outcomes[number] for number in range(len(commands))]
    except DatabaseError:
        if len(commands) > 1:
            return [outcome for command in commands for outcome in commit([command])]
        logger.warning("A command of a room could not be written.", exc_info=True)
        return [Outcome(503, {"error": "later"})]


def _insist_on_the_disk() -> None:
    """What is acknowledged survives a power cut: SQLite's WAL alone would only survive a crash of the process."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def _carry_out(command: Command) -> Outcome:
    with override(command.language):
        try:
            with transaction.atomic():
                return _answer(command)
        except _REFUSALS as refusal:
            return _refused(refusal)


def _answer(command: Command) -> Outcome:
    account = policies.acting(command.account)
    if account is None:
        return Outcome(401, {"error": "nobody", "message": _("Please sign in again. Nothing is lost.")})
    room = policies.room_of(command.code)
    kind = command.body.get("kind")
    handler = _HANDLERS.get(kind) if isinstance(kind, str) else None
    if room is None or room.is_closed:
        raise RoomGone
    # Under the room's lock: whatever it did when it came for the first time is not done again.
    client = command.body.get("client")
    done = sent_before(room, account, client) if isinstance(client, str) and client.isprintable() else None
    if kind == "order" and done is None:
        return _ordered(room, account, command.body)
    if done is None:
        if handler is None:
            raise Malformed
        done = handler(room, account, command.body)
    return Outcome(200, _told(done, room, account))


def _ordered(room: Room, by: Account, body: Mapping[str, Any]) -> Outcome:
    """What begins with a slash; the answer has a `message` for whoever gave the order."""
    typed = orders.read(_text(body))
    if typed is None:
        raise Malformed
    thread = _message(room, by, body["thread"]) if body.get("thread") else None
    done = ordering.carry_out(room=room, by=by, typed=typed, client=_client(body), thread=thread)
    return Outcome(200, _told(done.event, room, by) | ({"message": done.told} if done.told else {}))


def _told(event: Event | None, room: Room, reader: Account) -> Json:
    if event is None:
        return {}
    return {"seq": event.seq, "event": drawn_event(event, room.code, reader=reader.pk, with_mine=True)}


def _post(room: Room, by: Account, body: Mapping[str, Any]) -> Event:
    return posting.post(
        room=room,
        by=by,
        text=_text(body),
        client=_client(body),
        thread=_message(room, by, body["thread"]) if body.get("thread") else None,
        answers=_message(room, by, body["answers"]) if body.get("answers") else None,
    )


def _read(room: Room, by: Account, body: Mapping[str, Any]) -> None:
    seq = body.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool):
        raise Malformed
    reading.read_up_to(room=room, by=by, seq=seq, back=body.get("back") is True)


def _ban(room: Room, by: Account, body: Mapping[str, Any]) -> Event:
    seconds = body.get("seconds")
    if seconds is not None and (not isinstance(seconds, int) or not 0 < seconds < 10 * 366 * 86400):
        raise Malformed
    return joining.ban(room=room, by=by, account=_person(body), seconds=seconds, client=_client(body))


def _watch(room: Room, by: Account, body: Mapping[str, Any]) -> Event | None:
    """`stop`, or where the film is: `playing`, `at` (seconds), `since` (milliseconds of the house's clock)."""
    if body.get("stop") is True:
        return watching.stop(room=room, by=by, client=_client(body))
    at, since = body.get("at"), body.get("since")
    if isinstance(at, bool) or not isinstance(at, (int, float)) or not isfinite(at):
        raise Malformed
    if since is not None and (isinstance(since, bool) or not isinstance(since, int) or not 0 < since < 2**42):
        raise Malformed
    return watching.steer(
        room=room,
        by=by,
        is_playing=body.get("playing") is True,
        at_seconds=float(at),
        since=datetime.fromtimestamp(since / 1000, UTC) if since else None,
        client=_client(body),
    )


def _settle(room: Room, by: Account, body: Mapping[str, Any]) -> Event:
    known = ("name", "topic", "openness", "slow_seconds", "read_only")
    changes = {key: body[key] for key in known if key in body}
    return opening.settle(room=room, by=by, client=_client(body), **changes)


Handler = Callable[[Room, Account, Mapping[str, Any]], Event | None]
_HANDLERS: dict[str, Handler] = {
    "post": _post,
    "read": _read,
    "ban": _ban,
    "settle": _settle,
    "watch": _watch,
    "edit": lambda room, by, body: editing.edit(
        message=_message(room, by, body.get("message")), by=by, text=_text(body), client=_client(body)
    ),
    "delete": lambda room, by, body: editing.delete(
        message=_message(room, by, body.get("message"), is_deleted_too=True), by=by, client=_client(body)
    ),
    "pin": lambda room, by, body: pinning.pin(
        message=_message(room, by, body.get("message")), by=by, client=_client(body)
    ),
    "unpin": lambda room, by, body: pinning.unpin(
        message=_message(room, by, body.get("message")), by=by, client=_client(body)
    ),
    "react": lambda room, by, body: reacting.react(
        message=_message(room, by, body.get("message")), by=by, emoji=str(body.get("emoji", "")), client=_client(body)
    ),
    "unreact": lambda room, by, body: reacting.unreact(
        message=_message(room, by, body.get("message")), by=by, emoji=str(body.get("emoji", "")), client=_client(body)
    ),
    "join": lambda room, by, body: joining.join(room=room, by=by, client=_client(body)),
    "leave": lambda room, by, body: joining.leave(room=room, by=by, client=_client(body)),
    "invite": lambda room, by, body: joining.invite(room=room, by=by, account=_person(body), client=_client(body)),
    "kick": lambda room, by, body: joining.kick(room=room, by=by, account=_person(body), client=_client(body)),
    "unban": lambda room, by, body: joining.unban(room=room, by=by, account=_person(body), client=_client(body)),
    "role": lambda room, by, body: joining.give_role(
        room=room, by=by, account=_person(body), role=str(body.get("role", "")), client=_client(body)
    ),
}
_REFUSALS = (
    *(Malformed, RoomGone, PermissionDenied, ValidationError, TooFast, editing.MessageGone, opening.CannotReach),
    *(posting.ReadOnly, posting.Slow, posting.WordsRefused),
)


def _refused(refusal: Exception) -> Outcome:
    if isinstance(refusal, (TooFast, posting.Slow)):
        return Outcome(429, {"error": "slow", "seconds": refusal.seconds, "message": str(refusal)})
    if isinstance(refusal, ValidationError):
        return Outcome(422, {"error": refusal.code or "invalid", "message": " ".join(refusal.messages)})
    if isinstance(refusal, posting.WordsRefused):
        return Outcome(422, {"error": "words", "message": str(refusal)})
    if isinstance(refusal, Malformed):
        return Outcome(400, {"error": "malformed", "message": _("This page is too old. Please reload it.")})
    if isinstance(refusal, RoomGone):
        return Outcome(404, {"error": "room", "message": _("This room is not there any more.")})
    if isinstance(refusal, editing.MessageGone):
        return Outcome(409, {"error": "message", "message": _("This message is not there any more.")})
    if isinstance(refusal, opening.CannotReach):
        return Outcome(403, {"error": str(refusal.why), "message": str(refusal)})
    if isinstance(refusal, posting.ReadOnly):
        return Outcome(403, {"error": "read_only", "message": str(refusal)})
    return Outcome(403, {"error": "forbidden", "message": _("You may not do this here.")})


def _text(body: Mapping[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or "\0" in text:
        raise Malformed
    return text


def _client(body: Mapping[str, Any]) -> str:
    client = body.get("client")
    if (
        not isinstance(client, str)
        or not 8 <= len(client) <= 64
        or not client.replace("-", "").replace("_", "").isalnum()
    ):
        raise Malformed
    return client


def _message(room: Room, by: Account, key: object, *, is_deleted_too: bool = False) -> Message:
    """A message of this room that `by` may read. A repeated deletion still finds what it deleted."""
    try:
        wanted = UUID(str(key))
    except ValueError:
        raise Malformed from None
    found = Message.objects.filter(pk=wanted, room=room).select_related("room", "author", "thread").first()
    if found is None or (found.is_deleted and not is_deleted_too):
        raise editing.MessageGone
    if found.author_id != by.pk and (found.is_hidden or found.author_id in hidden_from(by)):
        raise editing.MessageGone
    return found


def _person(body: Mapping[str, Any]) -> Account:
    said = str(body.get("account", ""))
    found: Account | None
    try:
        found = Account.objects.filter(pk=UUID(said), is_bot=False).first()
    except ValueError:
        found = Account.objects.with_handle(said).first()
    if found is None:
        raise ValidationError(_("There is nobody of that name here."), code="person")
    return found
