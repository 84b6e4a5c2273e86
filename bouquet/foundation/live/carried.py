"""What a tab's one stream carries besides rooms: small states of which only the newest counts.

An app's `live.py` says `carry("inbox", begin)`; a tab that wants it asks for it by name (`/live/stream?inbox=…`).
`begin(account, asked, tell)` runs in the loop, returns at once, and gives what ends it, or None when there is nothing
to tell. It calls `tell(key, data)` with an event, encoded, whenever there is a newer one: those of one key replace each
other while they wait. docs/protocol-messaging.md
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

Tell = Callable[[str, bytes], None]
End = Callable[[], None]
Begin = Callable[[UUID | None, str, Tell], End | None]

_known: dict[str, Begin] = {}


def carry(name: str, begin: Begin) -> None:
    """Have streams carry `name`, for tabs that ask for it."""
    _known[name] = begin


def begin_carrying(account: UUID | None, asked: Mapping[str, Sequence[str]], tell: Tell) -> list[End]:
    """Everything that was asked for by name in an address, for whoever asks; what ends it."""
    begun = [begin(account, asked[name][0], tell) for name, begin in _known.items() if name in asked]
    return [end for end in begun if end is not None]
