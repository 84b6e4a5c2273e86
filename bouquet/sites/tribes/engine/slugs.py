"""The readable part of a tribe's address."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 48
# First words of addresses below /t/ that mean something else.
TAKEN = frozenset({"new", "search", "mine"})


def slug_of(name: str) -> str:
    """`Été à Nîmes !` → `ete-a-nimes`; ASCII only, at most 48 characters, never empty nor a word of ours."""
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("æ", "ae")).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", " "))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return f"tribe-{slug}".rstrip("-") if not slug or slug in TAKEN else slug
