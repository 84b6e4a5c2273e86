"""Many do the same thing at the same moment: it happens once, and the others are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing, claiming, naming, opening, reporting
from bouquet.capabilities.moderation.models import AuditEntry, Case, Decision, Pace, Report
from bouquet.capabilities.moderation.tests import crowd
from bouquet.capabilities.moderation.tests.notes import Notes
from tests.regulars import regular


@pytest.mark.usefixtures("forgetful_log")
@pytest.mark.django_db(transaction=True)
def test_one_decision_one_report_one_pace_one_log(tmp_path: Path, notes: Notes) -> None:
    marc, odile, lea, ines = (regular(name, name.title()) for name in ("marc", "odile", "lea", "ines"))
    for moderator in (marc, odile):
        naming.name(account=moderator, by=None)
    case = opening.open_case(ref=notes.write(ines), source=Case.Source.OWN, reason="rules")
    people = {"marc": str(marc.pk), "odile": str(odile.pk), "lea": str(lea.pk)}
    told = {"people": people, "case": str(case.pk), "thing": str(uuid4())}
    if connection.vendor == "postgresql":
        said = crowd.rush(told)
        counts = (Decision.objects.count(), Report.objects.count(), AuditEntry.objects.count(), Pace.objects.count())
        assert auditing.verify().is_whole
    else:
        said, copy = crowd.rush_in_a_file(tmp_path, told)
        tables = ("decision", "report", "auditentry", "pace")
        counts = tuple(copy.execute(f"SELECT count(*) FROM moderation_{table}").fetchone()[0] for table in tables)
        copy.close()
    assert said["decided"] == {"done": 1, "AlreadyDecided": 2 * crowd.EACH - 1}
    assert said["reported"] == {"done": crowd.EACH}
    # A newcomer's pace is five at once; the report is paced by a verb of its own.
    assert said["paced"] == {"done": 5, "TooFast": 2 * crowd.EACH - 5}
    assert counts == (1, 1, 3, 2)


def test_whoever_decides_waits_for_whoever_began_before(ines: Account, notes: Notes) -> None:
    ref = notes.write(ines)
    with CaptureQueriesContext(connection) as asked:
        opening.open_case(ref=ref, source=Case.Source.OWN, reason="rules")
    held = [query["sql"] for query in asked.captured_queries if 'FROM "moderation_case"' in query["sql"]]
    # SQLite lets one writer in at a time, from its first statement on.
    assert any("FOR UPDATE" in sql for sql in held) or not connection.features.has_select_for_update


def _fill(notes: Notes, author: Account, reporter: Account, marc: Account, number: int) -> None:
    for each in range(number):
        ref = notes.write(author, f"Note {each}")
        case = reporting._make(ref, "hate", "…", "terms", None, reporting.Visitor(), True).case
        if each % 2:
            claiming.claim(case=case, by=marc)


def test_the_queue_costs_the_same_however_long(
    ines: Account, lea: Account, marc: Account, notes: Notes, signed_in: Callable[[Account], Client]
) -> None:
    browser = signed_in(marc)
    costs = []
    for _ in range(2):
        _fill(notes, ines, lea, marc, 12)
        browser.get("/moderation/")
        notes.finds = 0
        with CaptureQueriesContext(connection) as asked:
            page = browser.get("/moderation/")
        costs.append(len(asked))
        assert notes.finds == 1
    assert page.content.decode().count('class="desk-row desk-severity') == 24
    assert costs[0] == costs[1] <= 12


def test_a_case_costs_the_same_however_much_was_said(
    ines: Account, lea: Account, marc: Account, notes: Notes, signed_in: Callable[[Account], Client]
) -> None:
    ref = notes.write(ines, "Dix fois")
    browser = signed_in(marc)
    costs = []
    for _ in range(2):
        for _ in range(5):
            case = reporting._make(ref, "hate", "…", "terms", None, reporting.Visitor(), True).case
        browser.get(f"/moderation/cases/{case.pk}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"/moderation/cases/{case.pk}")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 20
