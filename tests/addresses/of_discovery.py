"""Who may read what of discovery. None: nothing is read at this address, it takes forms only."""

from __future__ import annotations

from tests.addresses import rules

READS: dict[str, rules.Rule | None] = {
    "search": rules.anyone,
    "suggestions": rules.anyone,
}
