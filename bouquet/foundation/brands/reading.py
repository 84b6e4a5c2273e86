"""Reads network.toml; a wrong file is refused with its line and the reason."""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any

from bouquet.foundation.brands.network import Brand, Network, Youth

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# Nobody under 13 may be asked for their consent anywhere in the Union (RGPD art. 8), and 21 is an age of majority.
_AGES = range(13, 22)
_COUNTRY = re.compile(r"[A-Z]{2}")
_HEADING = re.compile(r"\s*\[")
_NETWORK_KEYS = frozenset({"name", "account_host", "country", "time_zone"})
_BRAND_KEYS = frozenset({"key", "name", "hosts", "theme", "sites", "tagline", "leads_to"})
_YOUTH_KEYS = frozenset(field.name for field in fields(Youth))


class BrokenNetwork(Exception):
    """network.toml cannot be used; the message says where and why."""


def load_network(path: Path, *, known_sites: frozenset[str], known_themes: frozenset[str]) -> Network:
    """Read and check `path`; raises BrokenNetwork with the line and the reason."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise BrokenNetwork(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BrokenNetwork(f"{path}, line {line}: a byte there is not UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BrokenNetwork(f"{path}: {error}.") from error
    return _Reader(path, text.splitlines(), known_sites, known_themes).network(data)


@dataclass(frozen=True)
class _Table:
    """One table of the file: what it holds, how it is called in a message, and the lines it stands on (from 1)."""

    values: dict[str, Any]
    title: str
    first: int
    last: int


class _Reader:
    def __init__(self, path: Path, lines: list[str], known_sites: frozenset[str], known_themes: frozenset[str]) -> None:
        self.path, self.lines, self.known_sites, self.known_themes = path, lines, known_sites, known_themes

    def network(self, data: dict[str, Any]) -> Network:
        for key in data.keys() - {"network", "brand", "youth"}:
            raise self._broken(_Table(data, "", 1, len(self.lines)), f"[{key}", f"unknown table {key!r}")
        head = self._head(data)
        rows = data.get("brand", [])
        if not isinstance(rows, list) or not rows:
            raise self._broken(head, "", "at least one [[brand]] is needed")
        tables = [self._table(row, "[[brand]]", number) for number, row in enumerate(rows)]
        brands = tuple(self._brand(table) for table in tables)
        self._check_together(brands, tables, head)
        return Network(
            name=self._text(head, "name"),
            account_host=self._host(head, "account_host", self._text(head, "account_host")),
            country=self._text(head, "country", _COUNTRY, "two capital letters (ISO 3166-1)"),
            time_zone=self._time_zone(head),
            brands=brands,
            youth=self._youth(data),
        )

    def _youth(self, data: dict[str, Any]) -> Youth:
        """What the file does not say keeps its value."""
        if "youth" not in data:
            return Youth()
        table = self._table(data["youth"], "[youth]", 0)
        self._refuse_strangers(table, _YOUTH_KEYS)
        youth = Youth(**{key: self._safeguard(table, key) for key in table.values})
        if youth.age_from > youth.age_until:
            raise self._broken(table, "age_until", f"age_until is {youth.age_until}, less than age_from")
        if youth.night_from == youth.night_until:
            raise self._broken(table, "night_until", "night_until is night_from: the night would have no hours")
        return youth

    def _safeguard(self, table: _Table, key: str) -> Any:
        if key == "assurance":
            return self._text(table, key, _SLUG, "only a-z, 0-9 and -")
        if key in {"night_from", "night_until"}:
            return time.fromisoformat(self._text(table, key, _CLOCK, 'a time as "22:00"'))
        value = table.values[key]
        if key in {"age_from", "age_until"}:
            if type(value) is not int or value not in _AGES:
                raise self._broken(table, key, f"{key} is {value!r}; it may be {_AGES[0]} to {_AGES[-1]}, in years")
            return value
        if not isinstance(value, bool):
            raise self._broken(table, key, f"{key} is {value!r}; it may be true or false")
        return value

    def _head(self, data: dict[str, Any]) -> _Table:
        if not isinstance(data.get("network"), dict):
            raise self._broken(_Table({}, "", 1, 1), "", "the table [network] is missing")
        head = self._table(data["network"], "[network]", 0)
        self._refuse_strangers(head, _NETWORK_KEYS)
        return head

    def _brand(self, table: _Table) -> Brand:
        self._refuse_strangers(table, _BRAND_KEYS)
        key = self._text(table, "key", _SLUG, "only a-z, 0-9 and -")
        hosts = self._list(table, "hosts")
        if not hosts:
            raise self._broken(table, "hosts", f"brand {key!r} needs hosts, a list of at least one")
        sites = self._list(table, "sites")
        for site in sites:
            if site not in self.known_sites:
                known = ", ".join(sorted(self.known_sites))
                raise self._broken(table, "sites", f"there is no site {site!r}; known: {known}")
        leads_to = table.values.get("leads_to", "")
        if not sites and not leads_to:
            raise self._broken(table, "", f"brand {key!r} shows no site: give it sites, or leads_to another brand")
        tagline = table.values.get("tagline", {})
        if not isinstance(tagline, dict) or not all(isinstance(line, str) for line in tagline.values()):
            raise self._broken(table, "tagline", f"tagline of {key!r} must be a table of language = text")
        return Brand(
            key=key,
            name=self._text(table, "name"),
            hosts=tuple(self._host(table, "hosts", host) for host in hosts),
            theme=self._theme(table),
            sites=tuple(sites),
            tagline=tagline,
            leads_to=leads_to,
        )

    def _check_together(self, brands: tuple[Brand, ...], tables: list[_Table], head: _Table) -> None:
        shown = {brand.key for brand in brands if brand.sites}
        if not shown:
            raise self._broken(tables[0], "", "no brand shows a site")
        keys: set[str] = set()
        hosts: set[str] = set()
        for brand, table in zip(brands, tables, strict=True):
            if brand.key in keys:
                raise self._broken(table, "key", f"two brands have the key {brand.key!r}")
            keys.add(brand.key)
            for host in brand.hosts:
                if host in hosts:
                    raise self._broken(table, "hosts", f"host {host} is given twice")
                hosts.add(host)
        for brand, table in zip(brands, tables, strict=True):
            if brand.leads_to and brand.leads_to not in shown:
                raise self._broken(table, "leads_to", f"{brand.key!r} leads to {brand.leads_to!r}, which shows nothing")
        if head.values.get("account_host") in hosts:
            raise self._broken(head, "account_host", "account_host is a brand's host already; it needs one of its own")

    def _text(self, table: _Table, key: str, shape: re.Pattern[str] | None = None, says: str = "") -> str:
        value = table.values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._broken(table, key, f"{table.title} needs {key}, a text that is not empty")
        if shape and not shape.fullmatch(value):
            raise self._broken(table, key, f"{key} is {value!r}; it may hold {says}")
        return value

    def _list(self, table: _Table, key: str) -> list[str]:
        value = table.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._broken(table, key, f"{key} must be a list of texts")
        return value

    def _host(self, table: _Table, key: str, value: Any) -> str:
        if not isinstance(value, str) or not _HOST.fullmatch(value):
            raise self._broken(table, key, f"{value!r} is not a host name (lower case, no port, no http://)")
        return value

    def _theme(self, table: _Table) -> str:
        name = self._text(table, "theme")
        if name not in self.known_themes:
            known = ", ".join(sorted(self.known_themes))
            raise self._broken(table, "theme", f"there is no theme {name!r}; known: {known}")
        return name

    def _time_zone(self, head: _Table) -> str:
        name = self._text(head, "time_zone")
        try:
            return zoneinfo.ZoneInfo(name).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            raise self._broken(head, "time_zone", f"there is no time zone {name!r}") from None

    def _refuse_strangers(self, table: _Table, known: frozenset[str]) -> None:
        for key in table.values:
            if key not in known:
                raise self._broken(
                    table, key, f"{table.title} has an unknown key {key!r}; known: {', '.join(sorted(known))}"
                )

    def _table(self, values: Any, heading: str, number: int) -> _Table:
        """The table under the `number`th `heading` (from 0), which ends where the next heading begins."""
        if not isinstance(values, dict):
            raise self._broken(_Table({}, "", 1, len(self.lines)), heading, f"{heading} must be a table")
        starts = [index for index, line in enumerate(self.lines, start=1) if line.strip().startswith(heading)]
        first = starts[number] if number < len(starts) else 1
        later = (index for index, line in enumerate(self.lines, start=1) if index > first and _HEADING.match(line))
        title = heading if heading in {"[network]", "[youth]"} else f"{heading} number {number + 1}"
        return _Table(values, title, first, next(later, len(self.lines) + 1) - 1)

    def _broken(self, table: _Table, key: str, reason: str) -> BrokenNetwork:
        """Tells the line of `key` in the table, or where the table begins when it has no such line."""
        lines = range(table.first, min(table.last, len(self.lines)) + 1)
        found = (number for number in lines if key and self.lines[number - 1].strip().startswith(key))
        return BrokenNetwork(f"{self.path}, line {next(found, table.first)}: {reason}.")
