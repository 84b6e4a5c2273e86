"""Who is in a room at the moment, and who types: in memory, with a time to live, told as differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

# A page that is reloaded has not gone away.
LINGER_SECONDS: Final = 10.0
TYPING_SECONDS: Final = 6.0
MOST_NAMED: Final = 50


@dataclass(slots=True)
class People:
    """Of one room, in one process."""

    streams: Counter[UUID] = field(default_factory=Counter)
    lingering: dict[UUID, float] = field(default_factory=dict)
    typing: dict[UUID, float] = field(default_factory=dict)
    told: frozenset[UUID] = frozenset()
    told_typing: frozenset[UUID] = frozenset()

    def came(self, account: UUID) -> None:
        self.streams[account] += 1
        self.lingering.pop(account, None)

    def went(self, account: UUID, now: float) -> None:
        self.streams[account] -= 1
        if self.streams[account] <= 0:
            del self.streams[account]
            self.lingering[account] = now + LINGER_SECONDS
            self.typing.pop(account, None)

    def types(self, account: UUID, now: float) -> None:
        self.typing[account] = now + TYPING_SECONDS

    def stops(self, account: UUID) -> None:
        """They sent what they typed."""
        self.typing.pop(account, None)

    def step(self, now: float) -> tuple[frozenset[UUID], frozenset[UUID]] | None:
        """Who came and who went since the last step; None when nothing is to be told."""
        for kept in (self.lingering, self.typing):
            for account in [one for one, until in kept.items() if until <= now]:
                del kept[account]
        here, typing = frozenset(self.streams) | frozenset(self.lingering), frozenset(self.typing)
        if here == self.told and typing == self.told_typing:
            return None
        came, went = here - self.told, self.told - here
        self.told, self.told_typing = here, typing
        return came, went

    def drawn(
        self, code: str, came: frozenset[UUID], went: frozenset[UUID], apart: frozenset[UUID], *, is_first: bool
    ) -> dict[str, Any]:
        """For one reader; in large rooms a count."""
        told: dict[str, Any] = {"room": code, "count": len(self.told)}
        told["typing"] = sorted(map(str, self.told_typing - apart))[:MOST_NAMED]
        if len(self.told) <= MOST_NAMED:
            told["here"] = sorted(map(str, (self.told if is_first else came) - apart))
            told["gone"] = [] if is_first else sorted(map(str, went - apart))
        return told
