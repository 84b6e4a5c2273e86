"""Which entries hold the words, the newest first: asked of SQLite's FTS5 or of PostgreSQL's text search.

An index answers with the newest `most` and stops there, so a word that half of everything holds costs what a rare one
does; the newest with the words in their titles come on top. What they are worth is reckoned from their rows afterwards,
the same on both (`engine.ranking`). docs/decisions/0064-discovery.md
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import connection

from bouquet.capabilities.discovery.engine.parsing import Asked, Part
from bouquet.capabilities.discovery.engine.ranking import COMMON
from bouquet.capabilities.discovery.models.entry import Shelf

_TABLES = {Shelf.OPEN: "discovery_open", Shelf.CLOSED: "discovery_closed"}


@dataclass(frozen=True)
class Filters:
    """Only things of a type or in a language; empty for any."""

    type: str = ""
    language: str = ""


class _Sought(NamedTuple):
    """What a database is asked. PostgreSQL keeps the words of titles and names apart from all words (migration 0004);
    SQLite says in `anywhere` alone where each word must stand."""

    anywhere: str = ""
    in_titles: str = ""


class Order(StrEnum):
    """How answers may be sorted."""

    RELEVANCE = "relevance"
    NEW = "new"
    POPULAR = "popular"


def facets_of(filters: Filters) -> list[str]:
    """As words of the column `facets`."""
    named = (("t", filters.type), ("l", filters.language))
    return [letter + "".join(filter(str.isalnum, name)).lower() for letter, name in named if name]


class Match(NamedTuple):
    """What holds the words, and what it takes to weigh it (`engine.ranking`)."""

    place: int
    names: str
    title: str
    body: str
    popularity: int


def matches(
    asked: Asked, filters: Filters, *, most: int, tokens: Collection[str] = (), is_any: bool = False
) -> list[Match]:
    """What holds all that was asked (`is_any`: some of it): the newest `most`, and as many of the newest whose titles
    do. One query.

    Of what everyone may find; with `tokens`, as many again of the closed things whose audience holds one of them.
    """
    if not asked:
        return []
    whole, title = (_match(asked, filters, is_any=is_any, is_title=is_title) for is_title in (False, True))
    among, params = _on_shelves([whole, title], filters, tokens, most)
    sql = f"SELECT id, names, title_stems, body_stems, popularity FROM discovery_entry WHERE id IN ({among})"  # noqa: S608
    return [Match(*row) for row in _rows(sql, params)]


def newest(
    asked: Asked,
    filters: Filters,
    *,
    most: int,
    tokens: Collection[str] = (),
    is_any: bool = False,
    is_popular: bool = False,
) -> list[int]:
    """Places of what `matches` looks among, the newest first; `is_popular`: of the newest five times as many, the most
    liked first. One query."""
    if not asked:
        return []
    looked_at = 5 * most if is_popular else most
    among, params = _on_shelves([_match(asked, filters, is_any=is_any)], filters, tokens, looked_at)
    order = "popularity DESC, id DESC" if is_popular else "id DESC"
    sql = f"SELECT id FROM discovery_entry WHERE id IN ({among}) ORDER BY {order} LIMIT %s"  # noqa: S608
    return [place for (place,) in _rows(sql, [*params, most])]


class Beginning(NamedTuple):
    """What may be meant by who is typing yet."""

    place: int
    names: str
    popularity: int


def beginning(words: list[str], *, most: int, tokens: Collection[str] = ()) -> list[Beginning]:
    """The newest whose names hold the folded `words`, the last of which is still being typed. One query."""
    if not words:
        return []
    *before, last = words
    if connection.vendor == "sqlite":
        sought = _Sought(" AND ".join([*(f'{{names}} : "{word}"' for word in before), f'{{names}} : "{last}" *']))
    else:
        sought = _Sought(in_titles=" & ".join([*(f"'{word}':A" for word in before), f"'{last}':*A"]))
    among, params = _on_shelves([sought], Filters(), tokens, most)
    sql = f"SELECT id, names, popularity FROM discovery_entry WHERE id IN ({among})"  # noqa: S608
    return [Beginning(*row) for row in _rows(sql, params)]


def documents_with(stems: Iterable[str]) -> dict[str, int]:
    """In how many open things each stem stands, counted up to `COMMON`. One query."""
    is_sqlite = connection.vendor == "sqlite"
    return _counted(
        {stem: f'{{title body}} : "{stem}"' if is_sqlite else f"'{stem}'" for stem in stems}, "words", COMMON
    )


def said_openly(words: Iterable[str]) -> set[str]:
    """Which of the folded `words` stand in the names of open things, at this moment. One query."""
    names = {word: f'{{names}} : "{word}"' if connection.vendor == "sqlite" else f"'{word}':A" for word in words}
    return {word for word, count in _counted(names, "title_words", 1).items() if count}


def _counted(matches: dict[str, str], column: str, most: int) -> dict[str, int]:
    """`column`: PostgreSQL's."""
    if not matches:
        return {}
    if connection.vendor == "sqlite":
        one = "SELECT count(*) FROM (SELECT 1 FROM discovery_open WHERE discovery_open MATCH %s LIMIT %s)"
    else:
        one = (
            f"SELECT count(*) FROM (SELECT 1 FROM discovery_entry WHERE shelf = {Shelf.OPEN.value}"  # noqa: S608
            f" AND {column} @@ %s::tsquery LIMIT %s) counted"
        )
    params = [value for match in matches.values() for value in (match, most)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([f"({one})"] * len(matches)), params)
        row = cursor.fetchone()
    return dict(zip(matches, row or (), strict=True))


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _on_shelves(found_by: list[_Sought], filters: Filters, tokens: Collection[str], most: int) -> tuple[str, list[Any]]:
    """Places of the newest `most` of each match on each shelf that somebody with `tokens` may look at."""
    ask = _sqlite if connection.vendor == "sqlite" else _postgresql
    shelves: list[tuple[Shelf, Collection[str] | None]] = [(Shelf.OPEN, None)]
    if tokens:
        shelves.append((Shelf.CLOSED, tokens))
    parts = [ask(shelf, sought, filters, held, most) for shelf, held in shelves for sought in found_by]
    union = " UNION ".join(f"SELECT id FROM ({sql}) part_{number}" for number, (sql, _) in enumerate(parts))  # noqa: S608
    return union, [value for _, params in parts for value in params]


def _match(asked: Asked, filters: Filters, *, is_any: bool, is_title: bool = False) -> _Sought:
    """Only letters and digits come into it from outside: `engine.words` leaves nothing else of what was typed.

    By stems alone: whatever holds a word as typed holds its stem.
    """
    if connection.vendor == "sqlite":
        wanted = [_sqlite_part(part, is_title) for part in asked.wanted]
        match = f"({(' OR ' if is_any else ' AND ').join(wanted)})"
        match += "".join(f' AND {{facets}} : "{facet}"' for facet in facets_of(filters))
        without = " OR ".join(_sqlite_part(part, False) for part in asked.unwanted)
        return _Sought(f"({match}) NOT ({without})" if without else match)
    match = f"({(' | ' if is_any else ' & ').join(_postgresql_part(part, is_title) for part in asked.wanted)})"
    unwanted = [f"!{_postgresql_part(part, False)}" for part in asked.unwanted]
    return _Sought(" & ".join(unwanted), match) if is_title else _Sought(" & ".join([match, *unwanted]))


def _sqlite_part(part: Part, is_title: bool) -> str:
    fields = "{title}" if is_title else "{title body}"
    return f'{fields} : "{" ".join(part.stems)}"'


def _postgresql_part(part: Part, is_title: bool) -> str:
    if not part.is_phrase:
        # Without its letter where it may stand anywhere: the index has the answer, and no row is looked into.
        return f"'{part.stems[0]}'" + (":B" if is_title else "")
    # All of it in the title, or all of it in the text.
    in_a_row = [" <-> ".join(f"'{stem}':{field}" for stem in part.stems) for field in ("B" if is_title else "BC")]
    return f"({' | '.join(in_a_row)})"


def _sqlite(
    shelf: Shelf, sought: _Sought, filters: Filters, tokens: Collection[str] | None, most: int
) -> tuple[str, list[Any]]:
    table, match = _TABLES[shelf], sought.anywhere
    if tokens is None:
        return f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT %s", [match, most]  # noqa: S608
    # The plus keeps SQLite from looking each of a thousand tokens up for every match, instead of the match's own few.
    audience = (
        f"SELECT 1 FROM discovery_audience a WHERE a.entry_id = {table}.rowid"  # noqa: S608
        " AND +a.token IN (SELECT value FROM json_each(%s))"
    )
    return (
        f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s AND EXISTS ({audience}) ORDER BY rowid DESC LIMIT %s",  # noqa: S608
        [match, json.dumps(sorted(tokens)), most],
    )


def _postgresql(
    shelf: Shelf, sought: _Sought, filters: Filters, tokens: Collection[str] | None, most: int
) -> tuple[str, list[Any]]:
    conditions, params = [f"shelf = {shelf.value}"], []
    for column, match in (("title_words", sought.in_titles), ("words", sought.anywhere)):
        if match:
            conditions.append(f"{column} @@ %s::tsquery")
            params.append(match)
    for column in ("type", "language"):
        if value := getattr(filters, column):
            conditions.append(f"{column} = %s")
            params.append(value)
    if tokens is not None:
        conditions.append(
            "EXISTS (SELECT 1 FROM discovery_audience a WHERE a.entry_id = discovery_entry.id AND a.token = ANY(%s))"
        )
        params.append(sorted(tokens))  # type: ignore[arg-type]
    where = " AND ".join(conditions)
    return f"SELECT id FROM discovery_entry WHERE {where} ORDER BY id DESC LIMIT %s", [*params, most]  # noqa: S608
