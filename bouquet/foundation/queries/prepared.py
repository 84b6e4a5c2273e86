"""Reads that happen at every page, written once.

Django makes the SQL of a query set anew each time it is read, which costs more than the database does. A `Prepared`
read is described by a query set like any other, so that who may see what is said in one place; its SQL is kept, and
only values are put in (docs/decisions/0068-prepared-reads.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

One = TypeVar("One", bound=Model)
Key = UUID | str | int
# Lists of keys are filled up to one of these lengths, so that there are few statements.
LENGTHS = (1, 4, 16, 64, 256)


@dataclass(frozen=True)
class _Statement:
    """`values`: each as the database takes it, or as (True, place) the one among the given keys that goes there."""

    sql: str
    values: tuple[tuple[bool, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    # How Django makes objects of the rows; None for `values_list()`.
    klass_info: Any
    select: Any

    @cached_property
    def columns(self) -> slice:
        """Which columns are the object's own; the others belong to what it refers to."""
        fields = self.klass_info["select_fields"]
        return slice(fields[0], fields[-1] + 1)

    @cached_property
    def names(self) -> list[str]:
        return [column.target.attname for column, _sql, _alias in self.select[self.columns]]

    @cached_property
    def populators(self) -> Sequence[Any]:
        # The stubs are those of a newer Django.
        return get_related_populators(self.klass_info, self.select, "default")  # type: ignore[call-arg]


class Prepared(Generic[One]):
    """A read by a few keys: `Prepared(lambda member: Follow.objects.filter(follower=member).values_list("pk"))`.

    `describe` takes the keys, may use each anywhere but not look into it, and answers a query set. It is asked once a
    process and kind of database: what it reads besides (the time, settings) is fixed then. `keys`: what each key is.
    """

    def __init__(self, describe: Callable[..., QuerySet[One, Any]], keys: Sequence[type[Key]] = (UUID,)) -> None:
        self._describe, self._keys = describe, tuple(keys)
        self._statements: dict[str, _Statement] = {}

    def rows(self, *keys: Key) -> list[tuple[Any, ...]]:
        """What the query set, which ends in `values_list()`, would list with these keys."""
        return list(self._read(self._statement, keys))

    def objects(self, *keys: Key) -> list[One]:
        """What the query set would hold with these keys, with what it selects as related."""
        statement = self._statement
        model: type[One] = statement.klass_info["model"]
        found = []
        for row in self._read(statement, keys):
            one = model.from_db("default", statement.names, row[statement.columns])
            for populator in statement.populators:
                populator.populate(row, one)
            found.append(one)
        return found

    @property
    def _statement(self) -> _Statement:
        found = self._statements.get(connection.vendor)
        if found is None:
            found = self._statements[connection.vendor] = self._written()
        return found

    def _read(self, statement: _Statement, keys: Sequence[Key]) -> Iterable[tuple[Any, ...]]:
        given = _adapted(keys)
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [given[value] if is_key else value for is_key, value in statement.values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return _converted(rows, statement) if statement.converters else rows

    def _written(self) -> _Statement:
        stand_ins = [_stand_in(kind) for kind in self._keys]
        compiler = self._describe(*stand_ins).query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        places = {stand_in: place for place, stand_in in enumerate(_adapted(stand_ins))}
        converters = compiler.get_converters([selected for selected, _sql, _alias in compiler.select])
        return _Statement(
            sql,
            tuple((True, places[value]) if _is_among(value, places) else (False, value) for value in values),
            tuple((place, tuple(functions), expression) for place, (functions, expression) in converters.items()),
            compiler.klass_info,
            compiler.select,
        )


class PreparedList(Generic[One]):
    """A read by any number of keys of one sort: `PreparedList(lambda keys: Post.objects.filter(pk__in=keys))`.

    `apart`: how many single keys stand before the list, for `describe` and for `rows`. `keys`: what each in it is.
    """

    def __init__(self, describe: Callable[..., QuerySet[One, Any]], apart: int = 0, *, keys: type[Key] = UUID) -> None:
        self._apart = apart
        self._by_length: dict[int, Prepared[One]] = {
            length: Prepared(_with_list(describe, apart), (UUID,) * apart + (keys,) * length) for length in LENGTHS
        }

    def rows(self, *keys: Any) -> list[tuple[Any, ...]]:
        """As `Prepared.rows`, with the single keys first and the list last."""
        return [row for prepared, filled in self._pieces(keys) for row in prepared.rows(*filled)]

    def objects(self, *keys: Any) -> list[One]:
        """As `Prepared.objects`, with the single keys first and the list last."""
        return [one for prepared, filled in self._pieces(keys) for one in prepared.objects(*filled)]

    def _pieces(self, keys: Sequence[Any]) -> Iterator[tuple[Prepared[One], list[Key]]]:
        """Longer lists than the longest statement takes are read piece by piece; an empty one not at all."""
        single, wanted = list(keys[: self._apart]), list(keys[self._apart])
        for start in range(0, len(wanted), LENGTHS[-1]):
            piece = wanted[start : start + LENGTHS[-1]]
            length = next(length for length in LENGTHS if length >= len(piece))
            yield self._by_length[length], single + piece + piece[-1:] * (length - len(piece))


def _with_list(describe: Callable[..., QuerySet[One, Any]], apart: int) -> Callable[..., QuerySet[One, Any]]:
    return lambda *keys: describe(*keys[:apart], keys[apart:])


def _stand_in(kind: type[Key]) -> Key:
    """What occurs nowhere else in a statement."""
    if kind is UUID:
        return uuid4()
    return uuid4().hex if kind is str else uuid4().int >> 66


def _is_among(value: Any, places: dict[Any, int]) -> bool:
    return isinstance(value, (str, UUID, int)) and value in places


def _adapted(keys: Iterable[Key]) -> list[Any]:
    """As the database stores them."""
    if connection.features.has_native_uuid_field:
        return list(keys)
    return [key.hex if isinstance(key, UUID) else key for key in keys]


def _converted(rows: Iterable[tuple[Any, ...]], statement: _Statement) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = list(row)
        for place, functions, expression in statement.converters:
            for function in functions:
                values[place] = function(values[place], expression, connection)
        yield tuple(values)
