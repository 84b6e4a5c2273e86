"""Who may read what of comments. None: nothing is read at this address, it takes forms only."""

from __future__ import annotations

from tests.addresses import rules

READS: dict[str, rules.Rule | None] = {
    "palette": rules.anyone,
    "page": rules.reads,
    "talk": rules.reads,
    "state": rules.reads,
    "thread": rules.reads,
    "waiting": rules.keeps_talk,
    "post": None,
    "rule": None,
    "react": None,
    "history": rules.both(lambda who, place: rules.keeps_talk(who, place) or rules.moderates(who, place), rules.reads),
    "answer": None,
    "shown": rules.both(rules.signed, rules.reads),
    "edit": rules.wrote,
    "delete": None,
    "restore": None,
    "pin": None,
    "settle": None,
}
