"""Titles for what is being typed."""

from __future__ import annotations

from bouquet.capabilities.discovery.actions.finding import Viewer
from bouquet.capabilities.discovery.engine.parsing import tidy
from bouquet.capabilities.discovery.engine.ranking import liking
from bouquet.capabilities.discovery.engine.words import words_of
from bouquet.capabilities.discovery.models import Entry
from bouquet.capabilities.discovery.models.matching import beginning
from bouquet.foundation.subjects.registry import visible
from bouquet.foundation.subjects.subject import Visitor

MOST = 8
LOOKED_AT = 120
SHORTEST = 2


def suggest(typed: str, visitor: Visitor) -> list[str]:
    """At most eight titles that hold these words, the last of them unfinished; those that begin with them first."""
    words = words_of(tidy(typed))
    if len("".join(words)) < SHORTEST:
        return []
    viewer = Viewer.of(visitor)
    places = beginning(words, most=LOOKED_AT)
    if viewer.tokens:
        places += beginning(words, most=LOOKED_AT, tokens=viewer.tokens)
    beginning_of_it = " ".join(words)
    rows = [
        ((not names.startswith(beginning_of_it), -liking(popularity), -place), entry)
        for entry in Entry.objects.filter(pk__in=places).only(
            "kind", "key", "title", "author_id", "names", "popularity"
        )
        for place, names, popularity in [(entry.pk, entry.names, entry.popularity)]
        if entry.author_id not in viewer.apart and entry.author_id not in viewer.muted
    ]
    best = [entry for _, entry in sorted(rows, key=lambda row: row[0])[: 4 * MOST]]
    shown = visible([entry.ref for entry in best], visitor)
    return list(dict.fromkeys(entry.title for entry in best if entry.ref in shown))[:MOST]
