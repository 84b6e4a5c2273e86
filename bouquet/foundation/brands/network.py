"""The network and its brands, as network.toml tells them (see `reading`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time


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
class Youth:
    """From which age one may join, until which one is protected, and what is allowed around young members meanwhile.

    `assurance` names who tells a member's age. At night, local time, they get no notifications.
    """

    age_from: int = 15
    age_until: int = 18
    assurance: str = "declared"
    private_by_default: bool = True
    strangers_may_write: bool = False
    strangers_may_invite: bool = False
    found_by_age_or_place: bool = False
    implicit_interests: bool = False
    autoplay: bool = False
    streaks: bool = False
    night_notifications: bool = False
    night_from: time = time(22)
    night_until: time = time(7)

    def is_night(self, moment: time) -> bool:
        """Whether `moment`, where the member lives, is at night. A night may pass midnight."""
        if self.night_from <= self.night_until:
            return self.night_from <= moment < self.night_until
        return moment >= self.night_from or moment < self.night_until


@dataclass(frozen=True)
class Network:
    """One installation: a group of brands on one account base."""

    name: str
    account_host: str
    country: str
    time_zone: str
    brands: tuple[Brand, ...]
    youth: Youth = field(default_factory=Youth)

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
