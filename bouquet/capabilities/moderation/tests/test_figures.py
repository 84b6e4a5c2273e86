"""The yearly report, what is forgotten, and what a member's copy holds."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import appealing, deciding, forgetting, own_export, reporting, summarising
from bouquet.capabilities.moderation.engine import reasons, wording
from bouquet.capabilities.moderation.engine.measures import Ground, Measure
from bouquet.capabilities.moderation.models import Appeal, Case, Decision, Report, Trust
from bouquet.capabilities.moderation.tests import hiding
from bouquet.capabilities.moderation.tests.notes import Notes

Travel = Callable[[timedelta], AbstractContextManager[None]]


@pytest.fixture
def a_year(
    ines: Account, lea: Account, karim: Account, marc: Account, odile: Account, notes: Notes, travel: Travel
) -> Decision:
    """Two reports on one thing, followed four hours later and reversed; one that was not followed."""
    insult, fine = notes.write(ines, "Insulte"), notes.write(ines, "Bonjour")
    first, _ = reporting.report(ref=insult, reason="hate", explanation="…", by=lea)
    reporting.report(ref=insult, reason="hate", explanation="…", by=karim, ground=Ground.LAW)
    other, _ = reporting.report(ref=fine, reason="spam", explanation="Paule habite au 3", by=lea)
    with travel(timedelta(hours=4)):
        told: dict[str, Any] = {"ground": Ground.LAW, "clause": "loi de 1881", "reasons": "Injure."}
        decision = deciding.decide(ref=insult, measure=Measure.REMOVE, by=marc, case=first.case, **told)
        deciding.decide(ref=fine, measure=Measure.KEEP, by=marc, case=other.case)
        appeal = appealing.contest(decision=decision, text="Une citation.")
        appealing.judge(appeal=appeal, by=odile, is_right=True, reasons="En effet.")
    return decision


def test_the_report_of_a_year_counts_by_category_measure_and_means(a_year: Decision) -> None:
    year = summarising.years()[0]
    rows = {
        (row.section, row.category.removeprefix("STATEMENT_CATEGORY_"), row.what): row
        for row in summarising.summary(year).rows
    }
    speech, terms = "ILLEGAL_OR_HARMFUL_SPEECH", "OTHER_VIOLATION_TC"
    assert rows["notices", speech, "law"].count == rows["notices", speech, "terms"].count == 1
    assert rows["notices_outcome", speech, "followed"].count == 2
    assert rows["notices_outcome", terms, "not_followed"].median_hours == 4
    assert rows["measures", speech, "remove;law;notice;by_people"].count == 1
    assert rows["complaints", speech, "reversed;by_author"].count == 1
    assert rows["automated", "", "decided_without_people"].count == 0
    assert not [row for row in summarising.summary(year - 1).rows if row.count]


def test_it_is_exported_as_json_and_csv(
    a_year: Decision, odile: Account, signed_in: Callable[[Account], Client]
) -> None:
    year = summarising.years()[0]
    told = StringIO()
    call_command("transparency", str(year), stdout=told)
    assert json.loads(told.getvalue())["year"] == year
    told = StringIO()
    call_command("transparency", str(year), "--csv", stdout=told)
    lines = list(csv.DictReader(StringIO(told.getvalue())))
    assert {"section", "category", "what", "count", "median_hours"} <= set(lines[0])
    browser = signed_in(odile)
    page = browser.get(f"/moderation/transparency/{year}").content.decode()
    assert "Retiré, contraire à la loi, après un signalement, trouvé et décidé par des personnes" in page
    answer = browser.get(f"/moderation/transparency/{year}.csv")
    assert list(csv.DictReader(StringIO(answer.content.decode()))) == lines
    assert browser.get(f"/moderation/transparency/{year}.json").json()["rows"]
    assert "ines" not in told.getvalue() and "Paule" not in told.getvalue()


def test_nothing_that_an_erased_member_said_or_was_is_left(a_year: Decision, ines: Account, lea: Account) -> None:
    forgetting.forget_member(ines.pk)
    forgetting.forget_member(lea.pk)
    assert not Report.objects.filter(reporter=lea).exists()
    assert "Paule" not in "".join(Report.objects.values_list("explanation", flat=True))
    assert not Case.objects.exclude(said="", title="", author=None).exists()
    assert not Decision.objects.exclude(title="", account=None).exists()
    assert list(Appeal.objects.values_list("text", flat=True)) == [""]
    assert not Trust.objects.filter(account__in=[ines, lea]).exists()
    assert summarising.summary(summarising.years()[0]).section("measures")


def test_after_a_year_words_and_names_are_forgotten(a_year: Decision, lea: Account, travel: Travel) -> None:
    forgetting.forget_old()
    assert Case.objects.filter(said="Insulte").exists()
    with travel(timedelta(days=366)):
        forgetting.forget_old()
    assert not Case.objects.exclude(said="").exists()
    assert not Report.objects.exclude(explanation="").exists()


def test_a_copy_holds_reports_decisions_and_trust(a_year: Decision, ines: Account, lea: Account) -> None:
    hers = {file.name: json.loads(b"".join(file.parts)) for file in own_export.collect(ines)}
    assert hers["decisions.json"][0]["code"] == a_year.code
    assert hers["objections.json"][0]["text"] == "Une citation."
    assert hers["trust.json"]
    others = {file.name: json.loads(b"".join(file.parts)) for file in own_export.collect(lea)}
    assert len(others["reports.json"]) == 2 and others["decisions.json"] == []


def test_hidden_is_hidden_and_comes_back(ines: Account, lea: Account, notes: Notes) -> None:
    ref = notes.write(ines, "Une chose")

    def page(visitor: object) -> str:
        return "".join(notes.there[key].text for key in notes.visible_to(visitor, [ref.key]))

    hiding.check(kind=notes, key=ref.key, words="Une chose", pages={"the page": page}, author=ines, others=[lea, None])
    leaking = {"a feed": lambda visitor: "Une chose"}
    with pytest.raises(AssertionError, match="a feed, hidden"):
        hiding.check(kind=notes, key=ref.key, words="Une chose", pages=leaking, author=ines, others=[lea])


@pytest.mark.parametrize(
    ("prefix", "said"), [("/en", "Illegal or harmful speech"), ("", "Propos illicites ou nuisibles")]
)
def test_pages_of_operators_say_words_and_exports_say_codes(
    a_year: Decision, odile: Account, signed_in: Callable[[Account], Client], prefix: str, said: str
) -> None:
    odile.is_superuser = True
    odile.save()
    browser, year = signed_in(odile), summarising.years()[0]
    report = browser.get(f"{prefix}/moderation/transparency/{year}").content.decode()
    assert said in report and "STATEMENT_CATEGORY" not in report and "not_followed" not in report
    log = browser.get(f"{prefix}/moderation/log").content.decode()
    assert "{'" not in log and "{&#x27;" not in log and "<td>case.decided" not in log
    assert ("Case decided" if prefix else "Dossier décidé") in log
    as_csv = browser.get(f"/moderation/transparency/{year}.csv")
    assert "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH" in as_csv.content.decode()


def test_every_category_and_act_has_words() -> None:
    assert set(reasons.CATEGORIES) <= set(wording.CATEGORIES)
    assert wording.what("remove+ban;law;notice;by_people").count(",") == 4
    assert "_" not in "".join(map(wording.what, ("followed", "not_followed", "own_initiative", "word_looked_at")))
