"""What a bench says: rows of something measured beside its floor, measured in the same run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Result = dict[str, Any]


def row(what: str, value: float, *, floor: float | None = None, goal: str = "", met: bool | None = None) -> Row:
    """`ratio` is value by floor."""
    return {
        "what": what,
        "value": round(value, 4),
        "floor": None if floor is None else round(floor, 4),
        "ratio": None if not floor else round(value / floor, 3),
        "goal": goal,
        "met": met,
    }


def show(run: Callable[[], Result]) -> None:
    """Run a bench by itself and print its table."""
    result = run()
    print(result["name"])
    for one in result["rows"]:
        met = {True: "met", False: "MISSED", None: ""}[one["met"]]
        print(f"  {one['what']:<62} {one['value']!s:>12} {one['floor']!s:>12} {one['ratio']!s:>8}  {one['goal']} {met}")
