"""Curves and bars as the coordinates of an SVG: drawn by the server, sharp at any size, read without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 960, 240


@dataclass(frozen=True)
class Bar:
    """One bar; lengths in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True)
class Tick:
    """A line across the drawing, and what it stands for."""

    y: float
    label: str


def bars(values: Sequence[tuple[str, int]]) -> tuple[list[Bar], list[Tick]]:
    """One bar a value, over round ticks."""
    top = round_above(max((value for _, value in values), default=0))
    step = WIDTH / max(1, len(values))
    drawn = [
        Bar(round(step * (place + 0.14), 2), _y(value / top), round(step * 0.72, 2), _height(value / top), label, value)
        for place, (label, value) in enumerate(values)
    ]
    return drawn, [Tick(_y(part), str(round(top * part))) for part in (1.0, 0.5)]


def curve(shares: Sequence[float]) -> str:
    """The `d` of a line through shares between 0 and 1, evenly spaced; empty for fewer than two."""
    if len(shares) < 2:
        return ""
    step = WIDTH / (len(shares) - 1)
    return "M" + "L".join(f"{step * place:.1f} {_y(share):.1f}" for place, share in enumerate(shares))


def area(shares: Sequence[float]) -> str:
    """The same, closed along the ground."""
    line = curve(shares)
    return f"{line}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z" if line else ""


def round_above(value: int) -> int:
    """The next of 2, 4, 10, 20, 40, 100…, whose half is whole: what an axis ends with."""
    top = 1
    while True:
        for factor in (2, 4, 10):
            if value <= top * factor:
                return top * factor
        top *= 10


def _y(share: float) -> float:
    return round(HEIGHT * (1 - min(1.0, share)), 2)


def _height(share: float) -> float:
    return round(HEIGHT * min(1.0, share), 2)
