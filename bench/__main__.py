"""`bin/bench [NAME…] [--json]`: runs benches, prints what each measured beside its floor, and which goals were met.

`bin/bench affinity --data DIR` takes a set of interactions of your own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OPTIONS = ("data", "minutes", "planted")
COLUMNS = ("what", "value", "floor", "ratio", "goal", "met")


def main() -> int:
    """Exit status 1 when a goal was missed or a bench could not run."""
    known = benches()
    parser = argparse.ArgumentParser(prog="bin/bench", description="How fast, each against a floor of the same run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)} (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--data", type=Path, metavar="DIR", help="affinity: a folder with train.txt and test.txt")
    parser.add_argument("--minutes", type=float, help="affinity: about how long it may take (60; planted: about one)")
    parser.add_argument("--planted", metavar="USERSxITEMS", help="affinity: a planted network of this size")
    choice = parser.parse_args()
    unknown = [name for name in choice.names if name not in known]
    if unknown:
        parser.error(f"there is no bench {', '.join(unknown)}; known: {', '.join(known)}")
    options = {name: value for name in OPTIONS if (value := getattr(choice, name)) is not None}
    if options and choice.names != ["affinity"]:
        parser.error("--data, --planted and --minutes are for bin/bench affinity")
    if choice.data and choice.planted:
        parser.error("--data is a set of yours, --planted a made-up one: one of them")
    results, failed = [], False
    for name in choice.names or known:
        print(f"{name}…", file=sys.stderr, flush=True)
        try:
            result = known[name](**options)
        except RuntimeError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
            continue
        results.append(result)
        print(table(result))
    if choice.json:
        print(json.dumps(results[0] if len(results) == 1 else {"benches": results}, ensure_ascii=False))
    missed = any(row.get("met") is False for result in results for row in result["rows"])
    return 1 if failed or missed else 0


def benches() -> dict[str, Callable[..., dict[str, Any]]]:
    """Every module of this folder that has a `run()`, by name."""
    names = sorted(path.stem for path in HERE.glob("*.py") if "\ndef run(" in path.read_text(encoding="utf-8"))

    def runner(name: str) -> Callable[..., dict[str, Any]]:
        # Imported when it is its turn: a bench may set its environment up as it is imported.
        return lambda **options: import_module(f"bench.{name}").run(**options)

    return {name: runner(name) for name in names}


def table(result: dict[str, Any]) -> str:
    """What was measured, in columns."""
    rows = [COLUMNS, *(tuple(_shown(row.get(column)) for column in COLUMNS) for row in result["rows"])]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([f"\n{result['name']}", lines[0], "-" * len(lines[0]), *lines[1:]])


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) >= 1 else f"{value:.4g}"
    return str(value)


if __name__ == "__main__":
    sys.exit(main())
