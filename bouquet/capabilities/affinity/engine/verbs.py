"""What people do, and how much each act says of what they like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verb:
    """`weight` is what the act adds. An act that is either done or not (`is_once`) never adds up."""

    weight: float
    is_once: bool = False


# To join is a choice; to finish took time; to open is hardly a sign.
VERBS: Final[dict[str, Verb]] = {
    "join": Verb(4.0, is_once=True),
    "go": Verb(3.0, is_once=True),
    "follow": Verb(3.0, is_once=True),
    "like": Verb(2.5, is_once=True),
    "finish": Verb(2.5),
    "share": Verb(2.5),
    "post": Verb(2.0),
    "comment": Verb(1.5),
    "vote": Verb(1.0, is_once=True),
    "watch": Verb(1.0),
    "open": Verb(0.25),
}


class UnknownVerb(ValueError):
    """Nobody said what this act is worth: add it to `VERBS`."""


def verb_called(name: str) -> Verb:
    """UnknownVerb when there is none."""
    try:
        return VERBS[name]
    except KeyError:
        raise UnknownVerb(f"{name!r}: known are {', '.join(VERBS)}") from None
