"""How fast one may go, by verb and trust: the generic cell rate algorithm (ITU-T I.371), which needs one moment in time
for each person and verb and nothing to prune: whoever kept still for long may go fast for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Pace:
    """`most` in `seconds`, at once or spread."""

    most: int
    seconds: int

    @property
    def step(self) -> timedelta:
        return timedelta(seconds=self.seconds / self.most)


MINUTES, HOUR, DAY = 60, 3600, 86400

# One column for each trust, 0 to 3.
PACES: dict[str, tuple[Pace, Pace, Pace, Pace]] = {
    "comment": (Pace(5, 10 * MINUTES), Pace(15, 10 * MINUTES), Pace(30, 10 * MINUTES), Pace(60, 10 * MINUTES)),
    "react": (Pace(60, 10 * MINUTES), Pace(120, 10 * MINUTES), Pace(240, 10 * MINUTES), Pace(480, 10 * MINUTES)),
    "post": (Pace(5, HOUR), Pace(20, HOUR), Pace(40, HOUR), Pace(80, HOUR)),
    "publish": (Pace(20, DAY), Pace(100, DAY), Pace(300, DAY), Pace(1000, DAY)),
    "found": (Pace(1, DAY), Pace(3, DAY), Pace(5, DAY), Pace(10, DAY)),
    "message": (Pace(30, MINUTES), Pace(60, MINUTES), Pace(120, MINUTES), Pace(240, MINUTES)),
    "converse": (Pace(5, HOUR), Pace(20, HOUR), Pace(60, HOUR), Pace(120, HOUR)),
    "invite": (Pace(10, DAY), Pace(50, DAY), Pace(100, DAY), Pace(300, DAY)),
    "follow": (Pace(40, HOUR), Pace(80, HOUR), Pace(150, HOUR), Pace(300, HOUR)),
    "befriend": (Pace(15, DAY), Pace(50, DAY), Pace(100, DAY), Pace(200, DAY)),
    "report": (Pace(10, HOUR), Pace(20, HOUR), Pace(40, HOUR), Pace(80, HOUR)),
}
OTHERWISE = (Pace(20, 10 * MINUTES), Pace(60, 10 * MINUTES), Pace(120, 10 * MINUTES), Pace(240, 10 * MINUTES))


def pace_of(verb: str, trust: int) -> Pace:
    """How fast somebody of this trust may `verb`."""
    return PACES.get(verb, OTHERWISE)[max(0, min(trust, 3))]


def next_full(full_at: datetime | None, *, now: datetime, pace: Pace) -> datetime | None:
    """When all may be done at once again, after doing it once more at `now`; None when it is too early for that."""
    due = max(full_at or now, now) + pace.step
    return due if due - now <= timedelta(seconds=pace.seconds) else None


def wait_seconds(full_at: datetime, *, now: datetime, pace: Pace) -> int:
    """How long to wait until it may be done once more."""
    wait = full_at + pace.step - now - timedelta(seconds=pace.seconds)
    return max(1, int(wait.total_seconds()) + 1)
