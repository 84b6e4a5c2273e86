"""How often one may, counted in memory and forgotten all at once when the window ends."""

from __future__ import annotations

from collections import defaultdict

from bouquet.foundation.clock import clock

# More different ones than this within a window is an attack on our memory; then nobody is limited until it ends.
MOST_KEPT = 500_000


class Limit:
    """At most `most` times within each window of `seconds`, for each key."""

    def __init__(self, most: int, *, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._until = 0.0

    def is_exceeded_by(self, key: str) -> bool:
        """Count one more for `key`; true when that is too many."""
        now = clock.timestamp()
        if now >= self._until:
            self._counts.clear()
            self._until = now + self.seconds
        if len(self._counts) >= MOST_KEPT and key not in self._counts:
            return False
        self._counts[key] += 1
        return self._counts[key] > self.most
