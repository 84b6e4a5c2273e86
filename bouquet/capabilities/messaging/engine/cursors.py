"""How far a client holds each room: `CODE:SEQ,CODE:SEQ`, in an address and in `Last-Event-ID`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MOST_ROOMS: Final = 60
# A longer one would weigh more than the events it goes with; proxies refuse headers of 8 kB.
LONGEST: Final = 1500
_PLACE = re.compile(r"([0-9A-Za-z]{4,16})(?::(\d{1,18}))?")


def parse(text: str) -> dict[str, int]:
    """Position by room; what is no cursor is left out, and what is beyond `MOST_ROOMS`."""
    places: dict[str, int] = {}
    for part in text.split(","):
        found = _PLACE.fullmatch(part.strip())
        if found and len(places) < MOST_ROOMS:
            places[found[1]] = int(found[2] or 0)
    return places


def written(places: Mapping[str, int]) -> str:
    """As `parse` reads it."""
    return ",".join(f"{code}:{seq}" for code, seq in places.items())
