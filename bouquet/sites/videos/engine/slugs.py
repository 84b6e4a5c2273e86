"""The readable end of an address. It decides nothing: the code before it does."""

from __future__ import annotations

from bouquet.foundation.text.folding import words_of

LONGEST = 60


def slug_of(title: str) -> str:
    """`Été à Nîmes !` → `ete-a-nimes`; ASCII only, at most 60 characters, possibly empty."""
    words = [word for word in words_of(title) if word.isascii()]
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug
