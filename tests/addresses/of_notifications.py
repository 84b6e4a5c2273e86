"""Who may read what of notifications. None: nothing is read at this address, it takes forms only."""

from __future__ import annotations

from tests.addresses import rules

READS: dict[str, rules.Rule | None] = {
    "renew": rules.anyone,
    "inbox": rules.signed,
    "read_all": None,
    "stop": rules.nobody,
    "open": rules.nobody,
    "read": rules.nobody,
    "remove": rules.nobody,
    "put_back": rules.nobody,
    "settings": rules.signed,
    "quiet": None,
    "listen": None,
    "trial": None,
    "stop_listening": None,
}
