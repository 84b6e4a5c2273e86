"""Who is watching, without saying who: "once per person per hour" needs to know whether two plays are one person's.

A member is a keyed hash of the member's id. Anyone else is a hash of address and browser under a salt that is drawn
anew every day and destroyed with the next, after which nobody can tell whose it was (CNIL, guidelines on audience
measurement, 2020; WP29 opinion 05/2014 §4). Neither the address nor the browser's name is ever written down.
"""

from __future__ import annotations

import contextlib
import os
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from functools import cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from uuid import UUID

from django.conf import settings

from bouquet.foundation.clock import clock


def member(account_id: UUID | int) -> str:
    """The pseudonym of a signed-in member."""
    return "m" + _hash(str(account_id).encode(), key=_member_key())


class Passers:
    """Pseudonyms of those who are not signed in, under the salt of the day kept in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._day = date.min
        self._salt = b""

    def pseudonym(self, address: str, agent: bytes) -> str:
        """The same all day for the same address and browser."""
        return "p" + _hash(neighbourhood(address).encode() + b"|" + agent, key=self._salt_of(clock.today()))

    def _salt_of(self, day: date) -> bytes:
        if day != self._day:
            self._salt, self._day = _todays_salt(self.folder, day), day
        return self._salt


def neighbourhood(address: str) -> str:
    """What one visitor cannot easily change: an IPv4 address, or the 64 bits a household gets (RFC 6177)."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped) if known.ipv4_mapped else known.exploded[:19]
    return address


def _todays_salt(folder: Path, day: date) -> bytes:
    """Drawn by whichever live process comes first; those of days past are destroyed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{day.isoformat()}.salt"
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(os.urandom(32))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    for old in folder.glob("*.salt"):
        # A process whose clock is a little behind may still need yesterday's.
        if old.stem < (day - timedelta(days=1)).isoformat():
            old.unlink(missing_ok=True)
    return path.read_bytes()


def _hash(text: bytes, *, key: bytes) -> str:
    return urlsafe_b64encode(blake2b(text, digest_size=15, key=key).digest()).decode()


@cache
def _member_key() -> bytes:
    return blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"audience.members").digest()
