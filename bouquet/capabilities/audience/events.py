"""What others may want to know."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ViewsCounted:
    """`views` more were counted for a subject; one event for all that were counted together."""

    subject_kind: str
    subject_id: UUID
    views: int
