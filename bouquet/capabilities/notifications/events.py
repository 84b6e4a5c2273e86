"""Facts about notices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PushesDue:
    """Devices of some recipients are to be told of a fact, now."""

    fact: str
