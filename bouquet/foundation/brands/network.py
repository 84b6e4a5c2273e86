"""network.toml: which brands this installation shows, where, and how. A wrong file is refused with its line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = re.compile(r"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$")
SLUG = re.compile(r"^[a-z0-9][a-z0-9-]*$")


class BrokenNetwork(Exception):
    """network.toml cannot be used; the message says where and why."""


@dataclass(frozen=True)
class Brand:
    """What visitors see: a name, hosts (the first is the one addresses are written with), a theme, sites to show."""

    key: str
    name: str
    hosts: tuple[str, ...]
    theme: str
    sites: tuple[str, ...]
    tagline: dict[str, str] = field(default_factory=dict)
    leads_to: str = ""

    @property
    def host(self) -> str:
        return self.hosts[0]


@dataclass(frozen=True)
class Network:
    """One installation: a group of brands on one account base."""

    name: str
    account_host: str
    country: str
    time_zone: str
    brands: tuple[Brand, ...]

    def brand_at(self, host: str) -> Brand | None:
        """The brand that answers at `host` (no port, any case), or None."""
        host = host.lower().rstrip(".")
        return next((brand for brand in self.brands if host in brand.hosts), None)

    def brand(self, key: str) -> Brand:
        """The brand with this key; KeyError when there is none."""
        for brand in self.brands:
            if brand.key == key:
                return brand
        raise KeyError(key)

    def brand_showing(self, site: str) -> Brand:
        """The first brand that shows `site`; KeyError when none does."""
        for brand in self.brands:
            if site in brand.sites:
                return brand
        raise KeyError(site)

    @property
    def shown(self) -> tuple[Brand, ...]:
        """The brands that have something to show (a brand that only leads elsewhere is no front)."""
        return tuple(brand for brand in self.brands if brand.sites)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host this network answers at, the account host first."""
        return (
            self.account_host,
            *(host for brand in self.brands for host in brand.hosts if host != self.account_host),
        )


def load_network(path: Path, *, known_sites: frozenset[str]) -> Network:
    """Read and check `path`; raises BrokenNetwork with the line and the reason."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenNetwork(f"{path}: cannot be read ({error.strerror}).") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenNetwork(f"{path}: {error}.") from error
    return _Reader(path, text, known_sites).network(data)


class _Reader:
    def __init__(self, path: Path, text: str, known_sites: frozenset[str]) -> None:
        self.path, self.lines, self.known_sites = path, text.splitlines(), known_sites

    def network(self, data: dict[str, Any]) -> Network:
        head = self._table(data, "network", "[network]")
        self._no_strangers(data, {"network", "brand"}, "")
        self._no_strangers(head, {"name", "account_host", "country", "time_zone"}, "[network]")
        rows = data.get("brand", [])
        if not isinstance(rows, list) or not rows:
            raise self._broken("[[brand]]", "at least one [[brand]] is needed")
        brands = tuple(self._brand(row, number) for number, row in enumerate(rows))
        self._check_brands(brands)
        return Network(
            name=self._text(head, "name", "[network]"),
            account_host=self._host(head.get("account_host"), "account_host"),
            country=self._text(head, "country", "[network]"),
            time_zone=self._text(head, "time_zone", "[network]"),
            brands=brands,
        )

    def _brand(self, row: dict[str, Any], number: int) -> Brand:
        where = f"[[brand]] number {number + 1}"
        self._no_strangers(row, {"key", "name", "hosts", "theme", "sites", "tagline", "leads_to"}, where)
        key = self._text(row, "key", where)
        if not SLUG.match(key):
            raise self._broken(f'"{key}"', f"key {key!r} may hold only a-z, 0-9 and -")
        hosts = row.get("hosts")
        if not isinstance(hosts, list) or not hosts:
            raise self._broken(f'"{key}"', f"brand {key!r} needs hosts, a list of at least one")
        sites = row.get("sites", [])
        for site in sites:
            if site not in self.known_sites:
                raise self._broken(
                    f'"{site}"', f"there is no site {site!r}; known: {', '.join(sorted(self.known_sites))}"
                )
        leads_to = row.get("leads_to", "")
        if not sites and not leads_to:
            raise self._broken(f'"{key}"', f"brand {key!r} shows no site: give it sites, or leads_to another brand")
        tagline = row.get("tagline", {})
        if not isinstance(tagline, dict) or not all(isinstance(line, str) for line in tagline.values()):
            raise self._broken("tagline", f"tagline of {key!r} must be a table of language = text")
        return Brand(
            key=key,
            name=self._text(row, "name", where),
            hosts=tuple(self._host(host, key) for host in hosts),
            theme=self._text(row, "theme", where),
            sites=tuple(sites),
            tagline=tagline,
            leads_to=leads_to,
        )

    def _check_brands(self, brands: tuple[Brand, ...]) -> None:
        keys = [brand.key for brand in brands]
        for key in keys:
            if keys.count(key) > 1:
                raise self._broken(f'"{key}"', f"two brands have the key {key!r}", last=True)
        hosts = [host for brand in brands for host in brand.hosts]
        for host in hosts:
            if hosts.count(host) > 1:
                raise self._broken(f'"{host}"', f"host {host} is given twice", last=True)
        shown = {brand.key for brand in brands if brand.sites}
        if not shown:
            raise self._broken("[[brand]]", "no brand shows a site")
        for brand in brands:
            if brand.leads_to and brand.leads_to not in shown:
                raise self._broken(
                    f'"{brand.leads_to}"', f"{brand.key!r} leads to {brand.leads_to!r}, which shows nothing"
                )

    def _table(self, data: dict[str, Any], key: str, anchor: str) -> dict[str, Any]:
        table = data.get(key)
        if not isinstance(table, dict):
            raise self._broken(anchor, f"the table {anchor} is missing")
        return table

    def _text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._broken(key, f"{where} needs {key}, a text that is not empty")
        return value

    def _host(self, value: Any, anchor: str) -> str:
        if not isinstance(value, str) or not HOST.match(value):
            raise self._broken(str(value), f"{value!r} is not a host name (lower case, no port, no http://)")
        return value

    def _no_strangers(self, table: dict[str, Any], known: set[str], where: str) -> None:
        for key in table:
            if key not in known:
                raise self._broken(
                    key, f"{where} has an unknown key {key!r}; known: {', '.join(sorted(known))}".strip()
                )

    def _broken(self, anchor: str, reason: str, *, last: bool = False) -> BrokenNetwork:
        found = [number for number, line in enumerate(self.lines, start=1) if anchor in line]
        line = (found[-1] if last else found[0]) if found else max(1, len(self.lines))
        return BrokenNetwork(f"{self.path}, line {line}: {reason}.")
