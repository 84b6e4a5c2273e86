"""Who may read what of affinity. None: nothing is read at this address, it takes forms only."""

from __future__ import annotations

from tests.addresses import rules

READS: dict[str, rules.Rule | None] = {
    "profile": rules.signed,
    "download": rules.signed,
    "suggestions": rules.signed,
    "add": None,
    "arrange": None,
    "choose": None,
    "erase": None,
    "correct": None,
}
