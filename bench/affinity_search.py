"""How hyperparameters are looked for: one at a time, best first kept, until the time is up."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import numpy as np

from bouquet.capabilities.affinity.engine.measuring import Scores

Tell = Callable[[str], None]
Choice = TypeVar("Choice")


@dataclass(frozen=True)
class Fitted:
    """A method ready to rank, and in words how it came to be."""

    scores: Scores
    story: str


@dataclass
class Budget:
    """Seconds that may be spent, from now on. Looking stops when they are spent; the last fit is made all the same."""

    seconds: float

    def __post_init__(self) -> None:
        self.began = time.monotonic()

    @property
    def left(self) -> float:
        return self.seconds - (time.monotonic() - self.began)


class Search(Generic[Choice]):
    """Remembers what every choice was worth. `worth(choice)` is dear: nothing is asked twice."""

    def __init__(self, worth: Callable[[Choice], float], start: Choice, *, seconds: float, tell: Tell) -> None:
        self.worth, self.tell = worth, tell
        self.until = time.monotonic() + seconds
        self.known: dict[Choice, float] = {}
        self.dearest = 0.0
        self.best = start
        self._ask(start)

    def along(self, name: str, values: Sequence[Any]) -> None:
        """Try other values of one field of the best choice, from its place outwards, as long as they get better."""
        for direction in (1, -1):
            here = self.best
            places = sorted(range(len(values)), key=lambda place: abs(_distance(values[place], getattr(here, name))))
            place = places[0]
            if values[place] != getattr(here, name):
                self._ask(replace(here, **{name: values[place]}))  # type: ignore[type-var]
            while 0 <= place + direction < len(values):
                place += direction
                if not self._ask(replace(self.best, **{name: values[place]})):  # type: ignore[type-var]
                    break

    def _ask(self, choice: Choice) -> bool:
        """Whether it is the best so far."""
        if choice in self.known:
            return choice == self.best
        if self.known and time.monotonic() + self.dearest > self.until:
            return False
        began = time.monotonic()
        found = self.worth(choice)
        self.dearest = max(self.dearest, time.monotonic() - began)
        is_best = not self.known or found > self.known[self.best]
        self.known[choice] = found
        self.tell(f"{found:.5f} {choice}{' ←' if is_best else ''}")
        if is_best:
            self.best = choice
        return is_best


def _distance(one: Any, other: Any) -> float:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(float(one) - float(other))
    return 0.0 if one == other else 1.0


def peak(points: dict[float, float]) -> float:
    """Where a parabola through the best point and its neighbours is highest, for positions on a logarithmic scale; the
    best point itself when it lies at an end."""
    places = sorted(points)
    best = max(places, key=points.__getitem__)
    at = places.index(best)
    if at in (0, len(places) - 1):
        return best
    x = np.log([places[at - 1], best, places[at + 1]])
    a, b, _c = np.polyfit(x, [points[places[at - 1]], points[best], points[places[at + 1]]], 2)
    return float(np.exp(np.clip(-b / (2 * a), x[0], x[2]))) if a < 0 else best
