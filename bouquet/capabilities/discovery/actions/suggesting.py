"""Titles for what is being typed."""

from __future__ import annotations

from bouquet.capabilities.discovery.actions.finding import Viewer, visible_among
from bouquet.capabilities.discovery.engine.parsing import tidy
from bouquet.capabilities.discovery.engine.words import words_of
from bouquet.capabilities.discovery.models import Entry
from bouquet.capabilities.discovery.models.matching import beginning
from bouquet.foundation.queries.prepared import PreparedList
from bouquet.foundation.subjects.subject import Visitor

MOST = 8
LOOKED_AT = 120
# More than are shown: some bear one title, some are by people whom the viewer muted.
ASKED = 16
SHORTEST = 2
_TITLES = PreparedList(
    lambda places: Entry.objects.filter(pk__in=places).only("kind", "key", "author_id", "title"), keys=int
)


def suggest(typed: str, visitor: Visitor) -> list[str]:
    """At most eight titles that hold these words, the last of them unfinished; those that begin with them first."""
    words = words_of(tidy(typed))
    if len("".join(words)) < SHORTEST:
        return []
    viewer = Viewer.of(visitor)
    typed_so_far = " ".join(words)
    found = sorted(
        beginning(words, most=LOOKED_AT, tokens=viewer.tokens),
        key=lambda each: (not each.names.startswith(typed_so_far), -each.popularity, -each.place),
    )
    shown = visible_among([each.place for each in found], viewer, most=ASKED, read=_TITLES)
    return list(dict.fromkeys(entry.title for entry in shown if entry.author_id not in viewer.muted))[:MOST]
