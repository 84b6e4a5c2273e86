"""Report a thing, and hear what became of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import deciding, limiting, reporting
from bouquet.capabilities.moderation.engine.measures import Ground, Measure
from bouquet.capabilities.moderation.models import Case, Report
from bouquet.capabilities.moderation.tests.notes import Notes
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.subjects.subject import Ref, Standing

SignedIn = Callable[[Account], Client]
Committed = Callable[[], AbstractContextManager[None]]
FORM = {"reason": "hate", "ground": "terms", "explanation": "Une insulte, à la fin.", "in_good_faith": "on"}


def address(ref: Ref) -> str:
    return f"/report/{ref.kind}/{ref.key}"


def test_a_member_reports_a_note_and_reads_that_it_arrived(
    ines: Account, lea: Account, notes: Notes, signed_in: SignedIn, committed: Committed
) -> None:
    ref = notes.write(ines, "Espèce de cloche")
    page = signed_in(lea).get(address(ref)).content.decode()
    assert "Espèce de cloche" in page and "Base de données" not in page
    with committed():
        answer = signed_in(lea).post(address(ref), FORM)
    report = Report.objects.get()
    assert answer["Location"] == f"/reports/{report.code}"
    assert (report.reporter, report.case.author, report.case.said) == (lea, ines, "Espèce de cloche")
    assert "Votre signalement est arrivé" in signed_in(lea).get(answer["Location"]).content.decode()
    assert Entry.objects.get(recipient=lea).kind == "moderation.received"
    assert not Entry.objects.filter(recipient=ines).exists()


def test_the_same_person_has_one_open_report_about_a_thing(ines: Account, lea: Account, notes: Notes) -> None:
    ref = notes.write(ines)
    first, is_new = reporting.report(ref=ref, reason="spam", explanation="Oui", by=lea)
    again, is_new_again = reporting.report(ref=ref, reason="hate", explanation="Encore", by=lea)
    assert (is_new, is_new_again, first) == (True, False, again)
    assert (Report.objects.count(), Case.objects.count()) == (1, 1)


def test_a_decided_thing_can_be_reported_again(ines: Account, lea: Account, marc: Account, notes: Notes) -> None:
    ref = notes.write(ines)
    first, _ = reporting.report(ref=ref, reason="spam", explanation="Oui", by=lea)
    deciding.decide(ref=ref, measure=Measure.KEEP, by=marc, case=first.case)
    second, is_new = reporting.report(ref=ref, reason="spam", explanation="Toujours", by=lea)
    assert is_new and second.case != first.case


def test_what_one_may_not_see_one_cannot_report(ines: Account, lea: Account, notes: Notes, signed_in: SignedIn) -> None:
    ref = notes.write(ines)
    notes.moderate(ref.key, Standing.HIDDEN)
    assert signed_in(lea).get(address(ref)).status_code == 404
    assert signed_in(lea).post(address(ref), FORM).status_code == 404
    assert signed_in(lea).get(f"/report/{notes.name}/{uuid4()}").status_code == 404
    assert signed_in(lea).get(f"/report/nobody.knows/{ref.key}").status_code == 404


def test_an_account_can_be_reported(ines: Account, lea: Account, signed_in: SignedIn) -> None:
    answer = signed_in(lea).post(f"/report/accounts.account/{ines.pk}", FORM | {"reason": "scam"})
    assert answer.status_code == 302
    assert Case.objects.get().author == ines


def test_a_visitor_reports_what_is_against_the_law_with_name_and_address(
    ines: Account, notes: Notes, client: Client, committed: Committed, work_off: Callable[[], None]
) -> None:
    ref = notes.write(ines, "Interdit")
    without = client.post(address(ref), FORM)
    assert without.status_code == 422 and "La loi le demande" in without.content.decode()
    with committed():
        answer = client.post(address(ref), FORM | {"name": "Paule", "mail": "Paule@example.org"})
    work_off()
    report = Report.objects.get()
    assert (report.ground, report.mail, report.name) == (Ground.LAW, "paule@example.org", "Paule")
    assert mail.outbox[0].to == ["paule@example.org"]
    assert f"/reports/{report.code}" in mail.outbox[0].body
    assert client.get(answer["Location"]).status_code == 200


def test_abuse_of_children_is_reported_without_a_name(ines: Account, notes: Notes, client: Client) -> None:
    ref = notes.write(ines)
    assert client.post(address(ref), FORM | {"reason": "child_abuse"}).status_code == 302
    report = Report.objects.get()
    assert (report.name, report.mail, report.reporter) == ("", "", None)


def test_without_good_faith_or_explanation_nothing_is_sent(
    ines: Account, lea: Account, notes: Notes, signed_in: SignedIn
) -> None:
    ref = notes.write(ines)
    for left_out in ("in_good_faith", "explanation", "reason"):
        told = {name: value for name, value in FORM.items() if name != left_out}
        assert signed_in(lea).post(address(ref), told).status_code == 422
    assert not Report.objects.exists()


def test_who_reports_everything_is_slowed_down(ines: Account, lea: Account, notes: Notes, signed_in: SignedIn) -> None:
    for _ in range(10):
        reporting.report(ref=notes.write(ines), reason="spam", explanation="Ça", by=lea)
    with pytest.raises(limiting.TooFast) as wait:
        reporting.report(ref=notes.write(ines), reason="spam", explanation="Ça", by=lea)
    assert 0 < wait.value.seconds <= 360
    page = signed_in(lea).post(address(notes.write(ines)), FORM)
    assert page.status_code == 422 and "Rien n’est perdu" in page.content.decode()
    assert "Une insulte, à la fin." in page.content.decode()


def test_visitors_are_slowed_down_where_they_come_from(ines: Account, notes: Notes, client: Client) -> None:
    told = FORM | {"reason": "child_abuse"}
    answers = [client.post(address(notes.write(ines)), told).status_code for _ in range(7)]
    assert answers == [302] * 6 + [422]


def test_those_who_reported_hear_what_was_decided(
    ines: Account,
    lea: Account,
    karim: Account,
    marc: Account,
    notes: Notes,
    client: Client,
    signed_in: SignedIn,
    committed: Committed,
    work_off: Callable[[], None],
) -> None:
    ref = notes.write(ines, "Interdit")
    report, _ = reporting.report(ref=ref, reason="hate", explanation="Là", by=lea)
    visitor = reporting.Visitor("Paule", "paule@example.org")
    reporting.report(ref=ref, reason="hate", explanation="Là", ground=Ground.LAW, visitor=visitor)
    with committed():
        deciding.decide(ref=ref, measure=Measure.REMOVE, by=marc, case=report.case, reasons="Une insulte.")
    work_off()
    assert Entry.objects.get(recipient=lea).data["is_upheld"] is True
    page = signed_in(lea).get(f"/reports/{report.code}").content.decode()
    assert "nous avons suivi votre signalement" in page and "Retiré" in page
    assert [message.to for message in mail.outbox if "Votre signalement" in message.subject] == [["paule@example.org"]]
    assert client.get("/reports/bcdfghjkmn").status_code == 404


def test_who_was_not_followed_contests_and_the_case_is_open_again(
    ines: Account, lea: Account, marc: Account, odile: Account, notes: Notes, signed_in: SignedIn
) -> None:
    ref = notes.write(ines, "Interdit")
    report, _ = reporting.report(ref=ref, reason="hate", explanation="Là", by=lea)
    deciding.decide(ref=ref, measure=Measure.KEEP, by=marc, case=report.case)
    browser = signed_in(lea)
    assert "Contester" in browser.get(f"/reports/{report.code}").content.decode()
    browser.post(f"/reports/{report.code}/contest", {"text": "Relisez la fin."})
    appeal = report.appeals.get()
    answer = signed_in(odile).post(f"/moderation/objections/{appeal.pk}", {"is_right": "yes", "reasons": "En effet."})
    assert answer.status_code == 302
    again = Case.objects.open().get()
    assert (again.ref, again.source, again.not_again) == (ref, Case.Source.APPEAL, marc)
    assert signed_in(marc).get(f"/moderation/cases/{again.pk}").status_code == 404
    assert signed_in(odile).get(f"/moderation/cases/{again.pk}").status_code == 200
    assert "En effet." in browser.get(f"/reports/{report.code}").content.decode()


def test_reports_are_rate_limited_again_an_hour_later(
    ines: Account, lea: Account, notes: Notes, travel: Callable[[timedelta], AbstractContextManager[None]]
) -> None:
    for _ in range(10):
        reporting.report(ref=notes.write(ines), reason="spam", explanation="Ça", by=lea)
    with travel(timedelta(hours=1)):
        assert reporting.report(ref=notes.write(ines), reason="spam", explanation="Ça", by=lea)[1]
