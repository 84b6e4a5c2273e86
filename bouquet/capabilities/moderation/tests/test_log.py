"""The log: nobody changes it, and whoever does is found out."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.models import AuditEntry, AuditHead
from bouquet.capabilities.moderation.tests.hiding import without_its_guard

SignedIn = Callable[[Account], Client]


@pytest.fixture
def three(db: None, ines: Account) -> list[AuditEntry]:
    return [auditing.log("test.act", by=ines, number=number) for number in range(3)]


def test_each_entry_holds_the_digest_of_the_one_before(three: list[AuditEntry]) -> None:
    assert [entry.number for entry in three] == [1, 2, 3]
    assert [entry.previous for entry in three] == ["0" * 64, three[0].digest, three[1].digest]
    verdict = auditing.verify(expected=three[0].digest)
    assert (verdict.is_whole, verdict.entries, verdict.digest) == (True, 3, three[2].digest)


@pytest.mark.parametrize(
    "statement", ["UPDATE moderation_auditentry SET act = 'x'", "DELETE FROM moderation_auditentry"]
)
def test_the_database_refuses_to_change_or_delete(three: list[AuditEntry], statement: str) -> None:
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.filter(act="test.act").count() == 3


def test_the_models_are_refused_too(three: list[AuditEntry]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.update(act="x")
    assert auditing.verify().is_whole


def test_it_cannot_be_emptied_at_a_stroke(three: list[AuditEntry]) -> None:
    # SQLite knows no TRUNCATE.
    emptying = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"{emptying} moderation_auditentry")


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE moderation_auditentry SET details = '{}' WHERE number = 2", 2),
        ("UPDATE moderation_auditentry SET actor = NULL WHERE number = 1", 1),
        ("DELETE FROM moderation_auditentry WHERE number = 2", 2),
        ("DELETE FROM moderation_auditentry WHERE number = 3", 3),
    ],
)
def test_whoever_gets_past_the_database_is_found_out(three: list[AuditEntry], statement: str, broken_at: int) -> None:
    with without_its_guard(connection), connection.cursor() as cursor:
        cursor.execute(statement)
    assert auditing.verify().broken_at == broken_at
    with pytest.raises(CommandError, match=str(broken_at)):
        call_command("audit", "--verify")


def test_a_chain_that_was_forged_as_a_whole_lacks_the_digest_that_was_noted(three: list[AuditEntry]) -> None:
    noted = three[2].digest
    with without_its_guard(connection):
        AuditEntry.objects.all().delete()
        AuditHead.objects.all().delete()
    auditing.log("test.act", by=None)
    assert auditing.verify().is_whole
    assert not auditing.verify(expected=noted).is_whole


def test_the_command_shows_and_verifies(three: list[AuditEntry]) -> None:
    told = StringIO()
    call_command("audit", "--verify", stdout=told)
    assert three[2].digest in told.getvalue()
    told = StringIO()
    call_command("audit", stdout=told)
    assert told.getvalue().count("test.act") == 3


def test_operators_read_it_and_can_change_nothing(three: list[AuditEntry], odile: Account, signed_in: SignedIn) -> None:
    odile.is_superuser = True
    odile.save()
    browser = signed_in(odile)
    page = browser.get("/moderation/log?verify=1").content.decode()
    assert page.count("<code>test.act</code>") == 3 and three[2].digest in page and "@ines" in page
    assert browser.get("/moderation/log?act=other").content.decode().count("<code>test.act</code>") == 0
    assert browser.get("/operator/moderation/auditentry/").status_code == 200
    assert browser.post("/operator/moderation/auditentry/add/", {}).status_code == 403
    assert browser.post("/operator/moderation/auditentry/2/change/", {"act": "x"}).status_code == 403
    assert browser.post("/operator/moderation/auditentry/2/delete/", {"post": "yes"}).status_code == 403
