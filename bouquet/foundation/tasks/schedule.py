"""What runs by itself every so often, in the keeper process. Apps add theirs in the `ready()` of their `apps.py`,
as in `schedule.every(seconds=30, do=publish_what_is_due)`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Chore:
    """`do` is called about every `seconds`; it must be safe to run twice, on two machines, or after a crash."""

    seconds: float
    do: Callable[[], object]

    @property
    def name(self) -> str:
        return f"{self.do.__module__}.{self.do.__qualname__}"


chores: dict[str, Chore] = {}


def every(*, seconds: float, do: Callable[[], object]) -> None:
    """Have `do` called about every `seconds` by the keeper."""
    chore = Chore(seconds, do)
    chores[chore.name] = chore
