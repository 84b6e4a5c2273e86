"""How well affinity finds what people will like: recall@20 and NDCG@20 of popularity, EASE and iALS.

    bin/bench affinity                       a planted network, whose communities are known
    bin/bench affinity --data DIR            any folder with train.txt and test.txt: a line is a user, then their items
    bin/bench affinity --data DIR --minutes 20
    bin/bench affinity --planted 30000x40000 a planted network of so many users and items

Hyperparameters are chosen on a split of train.txt alone; test.txt is looked at once for each method, at the end. What
is chosen and how long it takes goes to stderr; docs/operating/affinity.md tells the method.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from bench.affinity_ease import chosen_ease
from bench.affinity_ials import chosen_ials
from bench.affinity_search import Budget, Fitted
from bench.results import Result, Row, row, show
from bouquet.capabilities.affinity.engine.interactions import Malformed, Split, read_split
from bouquet.capabilities.affinity.engine.measuring import Quality, quality
from bouquet.capabilities.affinity.engine.planted import Plan, plant

# Without --data: a network of this size, and no more than this, so that it ends in less than two minutes.
PLANTED = Plan(members=6000, items=1500, communities=40)
PLANTED_MINUTES, MINUTES = 1.2, 60.0
# Communities of about so many items.
COMMUNITY = 40
# EASE and iALS must find so much more than popularity where there is something to be found.
WANTED = 2.0


def run(data: Path | None = None, minutes: float | None = None, planted: str = "") -> Result:
    """Popularity is the floor. RuntimeError when the files are not as they must be."""
    tell = teller()
    if data is None:
        plan = plan_of(planted) if planted else PLANTED
        split, name = plant(plan).split, "affinity (a planted network)"
        minutes = minutes or (MINUTES if planted else PLANTED_MINUTES)
    else:
        try:
            split, name = read_split(data), f"affinity ({data})"
        except Malformed as fault:
            raise RuntimeError(str(fault)) from None
    minutes = minutes or MINUTES
    tell(split.story)
    floor = measured(popularity(split), split)
    tell(f"popularity: {said(floor)}")
    rows, chosen = rows_of("popularity", floor, None, goal=""), {}
    for method, choose, share in (("EASE", chosen_ease, 0.65), ("iALS", chosen_ials, 0.35)):
        began = time.monotonic()
        fitted = choose(split.train, Budget(minutes * 60 * share), tell)
        found = measured(fitted, split)
        took = f"in {time.monotonic() - began:,.0f} s, at most {peak_memory() / 1e9:.1f} GB until now"
        tell(f"{method}: {said(found)} with {fitted.story}, {took}")
        rows += rows_of(method, found, floor, goal="" if data else f"≥ {WANTED:g} × popularity")
        chosen[method] = {"how": fitted.story, "seconds": round(time.monotonic() - began, 1)}
    return {"name": name, "rows": rows, "chosen": chosen, "data": split.story, "peak_bytes": peak_memory()}


def plan_of(size: str) -> Plan:
    """Of `USERSxITEMS`; a user has thirty items, about. RuntimeError when it is not that."""
    try:
        members, items = (int(part) for part in size.split("x"))
    except ValueError:
        raise RuntimeError(f"--planted {size}: wanted is USERSxITEMS, such as 30000x40000") from None
    if members < 100 or items < 100:
        raise RuntimeError(f"--planted {size}: a hundred users and a hundred items at least")
    return Plan(members=members, items=items, communities=max(2, items // COMMUNITY), acts=30)


def peak_memory() -> int:
    """The most this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def popularity(split: Split) -> Fitted:
    """The same for everybody: what most have. Of equals, the first is before the second."""
    having = np.asarray(split.train.sum(axis=0)).ravel()
    order = np.lexsort((np.arange(len(having)), -having))
    points = np.empty(len(having), dtype=np.float32)
    points[order] = np.arange(len(having), 0, -1)
    return Fitted(lambda start, end: np.tile(points, (end - start, 1)), "how many have it")


def measured(fitted: Fitted, split: Split) -> Quality:
    """On the items to be found; who had nothing to learn from is shown what most have."""
    fallback = popularity(split).scores(0, 1)[0]
    nothing = np.diff(split.train.indptr) == 0

    def scores(start: int, end: int) -> Any:
        known = fitted.scores(start, end)
        known[nothing[start:end]] = fallback
        return known

    return quality(scores, train=split.train, test=split.test)


def rows_of(method: str, found: Quality, floor: Quality | None, *, goal: str) -> list[Row]:
    """Two rows."""
    made = []
    for name in ("recall", "ndcg"):
        value, least = getattr(found, name), getattr(floor, name) if floor else None
        met = value >= WANTED * least if goal and least is not None else None
        label = "NDCG@20" if name == "ndcg" else "recall@20"
        made.append({**row(f"{label} {method}", value, floor=least, goal=goal, met=met), "value": round(value, 6)})
    return made


def said(found: Quality) -> str:
    return f"recall@20 {found.recall:.4f}, NDCG@20 {found.ndcg:.4f} over {found.members:,} users"


def teller() -> Callable[[str], None]:
    """Says what happens on stderr, with the time since now."""
    began = time.monotonic()

    def tell(text: str) -> None:
        print(f"  {time.monotonic() - began:7.1f} s  {text}", file=sys.stderr, flush=True)

    return tell


if __name__ == "__main__":
    show(run)
