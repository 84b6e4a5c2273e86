"""Who may read what of moderation. None: nothing is read at this address, it takes forms only."""

from __future__ import annotations

from tests.addresses import rules

READS: dict[str, rules.Rule | None] = {
    "report": rules.reads,
    "look": None,
    "report_outcome": rules.nobody,
    "decision": rules.nobody,
    "contest_outcome": None,
    "contest": None,
    "reverse": None,
    "desk": rules.judges,
    "case": rules.judges,
    "claim": None,
    "release": None,
    "objections": rules.moderates,
    "objection": rules.nobody,
    "words": rules.moderates,
    "forget_word": None,
    "log": rules.operates,
    "transparency": rules.operates,
    "transparency_year": rules.operates,
    "transparency_csv": rules.operates,
    "transparency_json": rules.operates,
}
