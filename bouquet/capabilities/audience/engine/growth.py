"""What figures grow by, collected before it is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Added:
    """What one day of one subject grows by."""

    started: int = 0
    counted: int = 0
    watched_tenths: int = 0
    refused: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


@dataclass
class Curve:
    """What one subject's retention grows by."""

    sessions: int = 0
    reached: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
