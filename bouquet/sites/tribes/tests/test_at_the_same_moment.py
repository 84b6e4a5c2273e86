"""Roles, doors and their limits, when many use them at the same moment."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.tests.crowd import together
from bouquet.sites.tribes.actions import inviting, joining, keeping
from bouquet.sites.tribes.models import InvitationLink, Role, Tribe
from bouquet.sites.tribes.tests.making import let_in, tribe_of
from tests.regulars import regular

START = """
import sys, django
django.setup()
from bouquet.sites.tribes.tests import test_at_the_same_moment as here
here.main(sys.argv[1])
"""


def rush(told: dict[str, Any]) -> dict[str, Any]:
    """How each sort of act came out, and where it left the tribe."""
    people = Account.objects.in_bulk([UUID(key) for key in told["people"]])
    founder, *others = (people[UUID(key)] for key in told["people"])
    tribe = Tribe.objects.get(pk=told["tribe"])
    heirs, guests = others[:2], others[2:]

    def hand_over(heir: Account) -> None:
        keeping.give_role(tribe=tribe, account=heir, role=Role.FOUNDER, by=founder)

    def make_link() -> InvitationLink:
        return inviting.make_link(tribe=tribe, by=heirs[0], most_uses=1, days=1)

    link = InvitationLink.objects.get(tribe=tribe, most_uses=3)
    said = {
        "joined": together([lambda guest=guest: joining.join_by_link(link=link, by=guest) for guest in guests * 2]),  # type: ignore[misc]
        "handed": together([lambda heir=heir: hand_over(heir) for heir in heirs * 2]),  # type: ignore[misc]
        "links": together([make_link] * 6),
    }
    tribe.refresh_from_db()
    link.refresh_from_db()
    return {
        **{name: Counter(each) for name, each in said.items()},
        "members": [tribe.members_count, tribe.memberships.count()],
        "founders": tribe.memberships.filter(role=Role.FOUNDER).count(),
        "uses": link.uses,
        "links_there": tribe.links.count(),
    }


def main(told: str) -> None:
    sys.stdout.write(json.dumps(rush(json.loads(told))))


def rush_in_a_file(folder: Path, told: dict[str, Any]) -> dict[str, Any]:
    copy = sqlite3.connect(folder / "bouquet.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.close()
    surroundings = {**os.environ, "BOUQUET_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "bouquet.config.settings"}
    asked = [sys.executable, "-W", "ignore", "-c", START, json.dumps(told)]
    done = subprocess.run(asked, env=surroundings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.django_db(transaction=True)
def test_one_founder_and_no_more_guests_than_the_link_lets_in(tmp_path: Path) -> None:
    founder, one, other, *guests = (regular(f"person{number}", f"Person {number}") for number in range(8))
    tribe = tribe_of(founder, openness="closed")
    for heir in (one, other):
        let_in(tribe, heir, role=Role.KEEPER)
    inviting.make_link(tribe=tribe, by=founder, most_uses=3, days=1)
    InvitationLink.objects.bulk_create(
        InvitationLink(tribe=tribe, made_by=founder, most_uses=1) for _ in range(inviting.MOST_LINKS - 3)
    )
    told = {"people": [str(person.pk) for person in (founder, one, other, *guests)], "tribe": str(tribe.pk)}
    said = rush(told) if connection.vendor == "postgresql" else rush_in_a_file(tmp_path, told)
    # Who is in is let in again: three people, each of them twice.
    assert said["joined"] == {"done": 6, "LinkUsedUp": 4}
    assert said["uses"] == 3
    assert said["members"] == [6, 6]
    assert said["handed"] == {"done": 1, "PermissionDenied": 3}
    assert said["founders"] == 1
    assert said["links"] == {"done": 2, "TooManyLinks": 4}
    assert said["links_there"] == inviting.MOST_LINKS
