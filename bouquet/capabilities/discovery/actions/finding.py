"""Answers for whoever asks: what holds their words, best first, and nothing they may not see.

Sieves, each enough in its place: the index of what everyone may find, and the audiences of what is closed;
blocks, both ways; at last the thing's own app, which is asked what this viewer may see before anything of it is shown.
A page is filled from what passes them all, and what is told of the rest (more, how many, meant otherwise) is told of
nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from uuid import UUID

from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.engine import ranking, spelling
from bouquet.capabilities.discovery.engine.parsing import Asked, Part, parse
from bouquet.capabilities.discovery.engine.places import moment_of
from bouquet.capabilities.discovery.engine.words import stem
from bouquet.capabilities.discovery.models import Entry, Word, matching
from bouquet.capabilities.discovery.models.matching import Filters, Match, Order
from bouquet.foundation.clock import clock
from bouquet.foundation.queries.prepared import PreparedList
from bouquet.foundation.subjects.registry import visible
from bouquet.foundation.subjects.subject import Visitor

PAGE = 20
LAST_PAGE = 10
# Of the open shelf, so many of the newest that match are weighed, and as many whose titles do; of both shelves, so
# many each.
WEIGHED, WEIGHED_OF_BOTH = 150, 100
# With fewer answers, another spelling is offered.
FEW = 3
# Of what is asked whether it may be seen, so many more than fit.
SPARE = 5


@dataclass(frozen=True)
class Wanted:
    """What the address of a search page asks for."""

    words: str = ""
    type: str = ""
    language: str = ""
    sort: str = Order.RELEVANCE
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of answers. `corrected` is what was looked for instead, when nothing had the words; `is_any` says that
    nothing had all of them; `meant` is another spelling to offer; `stems` are marked in what is shown."""

    entries: list[Entry] = field(default_factory=list)
    has_more: bool = False
    corrected: str = ""
    is_any: bool = False
    meant: str = ""
    stems: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Viewer:
    """Who asks, read once: what they hold, and of whom they see nothing or would rather not."""

    visitor: Visitor
    tokens: frozenset[str]
    apart: frozenset[UUID]
    muted: frozenset[UUID]

    @classmethod
    def of(cls, visitor: Visitor) -> Viewer:
        tokens = kinds.audiences_of(visitor) - {kinds.EVERYONE}
        return cls(visitor, frozenset(tokens), frozenset(hidden_from(visitor)), frozenset(muted_by(visitor)))


def find(wanted: Wanted, visitor: Visitor) -> Found:
    """The page of answers that `wanted` asks for, as `visitor` may see them."""
    asked = parse(wanted.words)
    if not asked:
        return Found()
    viewer = Viewer.of(visitor)
    found = _page(asked, wanted, viewer)
    if len(found.entries) >= FEW or wanted.page > 1:
        return found
    meant = _meant(asked)
    # Another spelling is told only where it leads to something this viewer is shown.
    corrected = _page(_replaced(asked, meant), wanted, viewer) if meant else Found()
    if found.entries:
        return replace(found, meant=_spelt(asked, meant) if corrected.entries else "")
    if corrected.entries:
        return replace(corrected, corrected=_spelt(asked, meant))
    if len(asked.wanted) > 1:
        found = _page(_replaced(asked, meant), wanted, viewer, is_any=True)
        return replace(found, is_any=bool(found.entries))
    return found


def _page(asked: Asked, wanted: Wanted, viewer: Viewer, *, is_any: bool = False) -> Found:
    first = (wanted.page - 1) * PAGE
    places = _muted_last(_ranked(asked, wanted, viewer, is_any), viewer)
    shown = visible_among(places, viewer, most=first + PAGE + 1)
    return Found(
        shown[first : first + PAGE], has_more=len(shown) > first + PAGE and wanted.page < LAST_PAGE, stems=asked.stems
    )


def _ranked(asked: Asked, wanted: Wanted, viewer: Viewer, is_any: bool) -> list[int]:
    filters = Filters(wanted.type, wanted.language)
    if wanted.sort == Order.RELEVANCE:
        most = WEIGHED_OF_BOTH if viewer.tokens else WEIGHED
        found = matching.matches(asked, filters, most=most, tokens=viewer.tokens, is_any=is_any)
        return _by_worth(found, asked)
    is_popular = wanted.sort == Order.POPULAR
    return matching.newest(asked, filters, most=2 * WEIGHED, tokens=viewer.tokens, is_any=is_any, is_popular=is_popular)


def _by_worth(found: Sequence[Match], asked: Asked) -> list[int]:
    if len(found) < 2:
        return [match.place for match in found]
    documents = matching.documents_with(sorted(asked.stems))
    terms = {stem: ranking.weight_of(documents[stem]) for stem in asked.stems}
    exact = [word for part in asked.wanted for word in part.words]
    now = clock.now().timestamp()
    rated = [
        (
            ranking.score(terms, exact, names=match.names, title=match.title, body=match.body)
            * ranking.freshness(now - moment_of(match.place))
            * ranking.liking(match.popularity),
            match.place,
        )
        for match in found
    ]
    return [place for _, place in sorted(rated, reverse=True)]


def _muted_last(places: list[int], viewer: Viewer) -> list[int]:
    if not viewer.muted:
        return places
    muted = Entry.objects.filter(pk__in=places, author_id__in=viewer.muted)
    theirs = set(muted.values_list("pk", flat=True))
    return sorted(places, key=lambda place: place in theirs)


_WHOLE = PreparedList(lambda places: Entry.objects.filter(pk__in=places), keys=int)


def visible_among(
    places: Sequence[int], viewer: Viewer, *, most: int, read: PreparedList[Entry] = _WHOLE
) -> list[Entry]:
    """The first `most` of people the viewer is not apart from, that their own apps show to the viewer: one question for
    each kind, mostly only once. `read`: entries by their places."""
    found: list[Entry] = []
    left = iter(places)
    while len(found) < most and (some := list(islice(left, most - len(found) + SPARE))):
        rows = {entry.pk: entry for entry in read.objects(some)}
        here = [rows[place] for place in some if place in rows and rows[place].author_id not in viewer.apart]
        shown = visible([entry.ref for entry in here], viewer.visitor)
        found += [entry for entry in here if entry.ref in shown]
    return found[:most]


def _meant(asked: Asked) -> dict[str, str]:
    """For each word that hardly any open thing holds, the one it was probably meant to be: a word of open things, and
    of many more than hold the word as it was typed."""
    parts = {
        part.words[0]: part for part in asked.wanted if not part.is_phrase and spelling.is_spellable(part.words[0])
    }
    documents = matching.documents_with(part.stems[0] for part in parts.values())
    rare = [word for word, part in parts.items() if documents[part.stems[0]] < FEW]
    near = {word: spelling.nearest(word, Word.objects.looking_like(word)) for word in rare}
    said = matching.said_openly({each for candidates in near.values() for each in candidates})
    known = matching.documents_with({stem(each) for each in said})
    best = {
        word: next(
            (each for each in candidates if each in said and known[stem(each)] > 4 * documents[parts[word].stems[0]]),
            "",
        )
        for word, candidates in near.items()
    }
    return {word: each for word, each in best.items() if each}


def _replaced(asked: Asked, meant: dict[str, str]) -> Asked:
    parts = [
        Part((meant[part.words[0]],), meant[part.words[0]]) if not part.is_phrase and part.words[0] in meant else part
        for part in asked.wanted
    ]
    return replace(asked, wanted=tuple(parts))


def _spelt(asked: Asked, meant: dict[str, str]) -> str:
    """The search in words again, as it would be typed."""
    if not meant:
        return ""
    said = [_typed(part) for part in _replaced(asked, meant).wanted] + [f"-{_typed(part)}" for part in asked.unwanted]
    return " ".join(said)


def _typed(part: Part) -> str:
    return f'"{part.typed}"' if part.is_phrase else part.typed
