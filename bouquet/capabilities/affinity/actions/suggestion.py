"""What is suggested."""

from __future__ import annotations

from dataclasses import dataclass

from bouquet.foundation.subjects.subject import Ref


@dataclass(frozen=True)
class Suggestion:
    """`score` is from 0 to 1, the best first in a list; `reason` a sentence in the language of the moment, without a
    full stop. `because` is what spoke for it (a tag, a thing), `people` how many others that is true for (0: not told).
    """

    ref: Ref
    score: float
    reason: str
    because: Ref | None = None
    people: int = 0
