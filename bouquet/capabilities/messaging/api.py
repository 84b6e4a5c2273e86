"""Programs at the live door: they show a token where a browser shows its cookie, or post to a secret address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import close_old_connections

from bouquet.capabilities.messaging.actions import admitting
from bouquet.capabilities.messaging.actions.admitting import Caller
from bouquet.capabilities.messaging.models.bot import Bot, Token
from bouquet.foundation.ids.keys import new_code

_BEARER: Final = "bearer "
# Of what `write` is not good for. An order may do anything that its giver may.
_KEEPERS: Final = frozenset({"pin", "unpin", "invite", "kick", "ban", "unban", "role", "settle", "watch", "order"})
LONGEST_SECRET: Final = 100


@dataclass(frozen=True)
class Posted:
    """What came to a secret address: as whom, into which room, which command."""

    caller: Caller
    code: str
    command: Mapping[str, Any]


class NoMessage(Exception):
    """What was posted is none: JSON with a `text` is expected."""


def bearer(authorization: str) -> str | None:
    """The token of an `Authorization` header (RFC 6750 §2.1); None where there is no such header."""
    if authorization[: len(_BEARER)].lower() != _BEARER:
        return None
    return authorization[len(_BEARER) :].strip()[:LONGEST_SECRET]


def scope_of(kind: object) -> str:
    """What a token must be good for, for this kind of command."""
    return Token.Scope.KEEP if kind in _KEEPERS else Token.Scope.WRITE


def caller_with(secret: str) -> Caller | None:
    """Whom this token lets in; None when nobody. Called in threads."""
    close_old_connections()
    return admitting.caller_with(secret)


def posted_to(secret: str, body: bytes) -> Posted | None:
    """What `body` asks for at the address with this secret; None where there is no such address. Raises NoMessage.

    `{"text": …}` is all that is needed, as other chats have it; `client` makes a repetition harmless. In threads.
    """
    caller = caller_with(secret[:LONGEST_SECRET])
    if caller is None or not caller.may(Token.Scope.ADDRESS):
        return None
    bot = Bot.objects.here().filter(account=caller.account).select_related("room").first()
    if bot is None:
        return None
    try:
        said = json.loads(body)
    except ValueError:
        raise NoMessage from None
    text = said.get("text") if isinstance(said, dict) else None
    if not isinstance(text, str):
        raise NoMessage
    client = said.get("client")
    command = {"kind": "post", "text": text, "client": client if isinstance(client, str) else new_code(16)}
    return Posted(caller, bot.room.code, command)
