"""What a bench says: rows of something measured beside its floor, measured in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from bench.serving import ROOT

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


def typical(values: list[float], floors: list[float]) -> tuple[float, float]:
    """Of rounds measured in turn, the one whose ratio is the median: what disturbed both disturbs it least."""
    pairs = sorted(zip(values, floors, strict=True), key=lambda pair: pair[0] / pair[1])
    return pairs[len(pairs) // 2]


def apart(name: str) -> Result:
    """What `bench.NAME` measures, in a process of its own: Django reads its settings once, each bench has others."""
    command = [sys.executable, "-m", f"bench.{name}", "--json"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"it ended with status {done.returncode}; the reason is above.")
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def show(measure: Callable[[], Result]) -> None:
    """Run a bench by itself and print its table, or with `--json` one object."""
    result = measure()
    if "--json" in sys.argv:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(result["name"])
    for one in result["rows"]:
        met = {True: "met", False: "MISSED", None: ""}[one["met"]]
        print(f"  {one['what']:<62} {one['value']!s:>12} {one['floor']!s:>12} {one['ratio']!s:>8}  {one['goal']} {met}")
