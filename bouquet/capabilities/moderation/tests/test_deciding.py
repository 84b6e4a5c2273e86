"""The desk: who decides what, what becomes of it, and how it is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import (
    appealing,
    claiming,
    deciding,
    holding,
    opening,
    reporting,
    reversing,
)
from bouquet.capabilities.moderation.engine.measures import Ground, Measure
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.capabilities.moderation.models import AuditEntry, Case, Decision, Moderator
from bouquet.capabilities.moderation.tests.notes import Notes
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.events.registry import registry
from bouquet.foundation.subjects.subject import Ref, Standing

SignedIn = Callable[[Account], Client]
Committed = Callable[[], AbstractContextManager[None]]
Travel = Callable[[timedelta], AbstractContextManager[None]]
INSULT = {
    "ground": "terms",
    "reason": "hate",
    "facts": "Une insulte, ligne 2.",
    "reasons": "Nos conditions l’excluent.",
}


@pytest.fixture
def insult(ines: Account, lea: Account, notes: Notes) -> Case:
    """Inès wrote something that Léa reported."""
    ref = notes.write(ines, "Espèce de cloche")
    return reporting.report(ref=ref, reason="hate", explanation="C’est une insulte.", by=lea)[0].case


def test_strangers_and_members_find_no_desk(insult: Case, ines: Account, signed_in: SignedIn, client: Client) -> None:
    for path in ("/moderation/", f"/moderation/cases/{insult.pk}", "/moderation/words", "/moderation/objections"):
        assert signed_in(ines).get(path).status_code == 404
        assert client.get(path).status_code == 302


def test_operators_alone_read_the_log_and_the_figures(marc: Account, odile: Account, signed_in: SignedIn) -> None:
    for path in ("/moderation/log", "/moderation/transparency/2026"):
        assert signed_in(marc).get(path).status_code == 404
        assert signed_in(odile).get(path).status_code == 200


def test_a_moderator_takes_a_case_and_removes_the_thing(
    insult: Case, marc: Account, ines: Account, notes: Notes, signed_in: SignedIn, committed: Committed
) -> None:
    browser = signed_in(marc)
    assert "Espèce de cloche" in browser.get("/moderation/").content.decode()
    browser.post(f"/moderation/cases/{insult.pk}/claim")
    page = browser.get(f"/moderation/cases/{insult.pk}").content.decode()
    assert "C’est une insulte." in page and "@lea" in page and "sur votre bureau" in page
    with committed():
        answer = browser.post(f"/moderation/cases/{insult.pk}", INSULT | {"measure": "remove", "sanction": ""})
    decision = Decision.objects.get()
    assert answer["Location"] == f"/decisions/{decision.code}"
    assert notes.standing(insult.ref) == Standing.REMOVED
    insult.refresh_from_db()
    assert (insult.state, insult.claimed_by) == (Case.State.DECIDED, None)
    heard = AnnouncedEvent.objects.get(name=registry.name_of(SubjectModerated))
    assert heard.payload["standing"] == "removed"
    told = Entry.objects.get(recipient=ines, kind="moderation.statement")
    assert told.data["code"] == decision.code
    assert "Rien n’attend" in browser.get("/moderation/").content.decode()


def test_the_statement_holds_every_point_of_article_17(
    insult: Case, marc: Account, ines: Account, lea: Account, signed_in: SignedIn, client: Client
) -> None:
    told: dict[str, Any] = {**INSULT, "measure": Measure.REMOVE, "sanction": Measure.SUSPEND, "days": 3}
    told |= {"ground": Ground.LAW, "clause": "loi du 29 juillet 1881, art. 33"}
    decision = deciding.decide(ref=insult.ref, by=marc, case=insult, **told)
    # She cannot sign in any more: the mail's address is enough.
    page = client.get(f"/decisions/{decision.code}?key={decision.signature}").content.decode()
    for point in (
        "Retiré",
        "Compte suspendu 3 jours",
        "dans tous les pays",
        "Une insulte, ligne 2.",
        "Quelqu’un l’a signalé",
        "Aucune machine",
        "Contraire à la loi",
        "loi du 29 juillet 1881, art. 33",
        "Nos conditions l’excluent.",
        "Contester ici",
        "Arcom",
        "tribunal",
    ):
        assert point in page, point
    assert "lea" not in page and "Léa" not in page
    assert not re.search(r"\bmarc\b", page.lower()), "the moderator is not named"
    assert client.get(f"/decisions/{decision.code}").status_code == 404
    assert client.get(f"/decisions/{decision.code}?key=wrong").status_code == 404
    assert signed_in(lea).get(f"/decisions/{decision.code}").status_code == 404


def test_the_statement_is_mailed_also_to_who_is_suspended(
    insult: Case, marc: Account, ines: Account, committed: Committed, work_off: Callable[[], None], travel: Travel
) -> None:
    with committed():
        decision = deciding.decide(
            ref=insult.ref, by=marc, case=insult, measure=Measure.BAN, reasons="Trop, c’est trop."
        )
    from bouquet.foundation.tasks.schedule import chores

    with travel(timedelta(minutes=5)):
        for name, chore in chores.items():
            if ".notifications." in name:
                chore.do()
        work_off()
    hers = [message for message in mail.outbox if message.to == [ines.email]]
    assert len(hers) == 1
    assert f"/decisions/{decision.code}?key={decision.signature}" in str(hers[0].body)


def test_an_objection_is_judged_by_another_and_all_is_back(
    insult: Case,
    marc: Account,
    odile: Account,
    ines: Account,
    notes: Notes,
    client: Client,
    signed_in: SignedIn,
    committed: Committed,
) -> None:
    decision = deciding.decide(
        ref=insult.ref, by=marc, case=insult, measure=Measure.REMOVE, sanction=Measure.BAN, reasons="Insulte."
    )
    assert not Account.objects.get(pk=ines.pk).is_active
    page = f"/decisions/{decision.code}?key={decision.signature}"
    client.post(f"/decisions/{decision.code}/contest?key={decision.signature}", {"text": "C’était une citation."})
    client.post(f"/decisions/{decision.code}/contest?key={decision.signature}", {"text": "Deux fois."})
    appeal = decision.appeals.get()
    assert "C’était une citation." in client.get(page).content.decode()
    with pytest.raises(appealing.ForAnother):
        appealing.judge(appeal=appeal, by=marc, is_right=False, reasons="Non.")
    assert "quelqu’un d’autre" in signed_in(marc).get(f"/moderation/objections/{appeal.pk}").content.decode()
    assert "C’était une citation." in signed_in(odile).get("/moderation/objections").content.decode()
    with committed():
        signed_in(odile).post(
            f"/moderation/objections/{appeal.pk}", {"is_right": "yes", "reasons": "Vous citiez Molière."}
        )
    assert Account.objects.get(pk=ines.pk).is_active
    assert notes.standing(insult.ref) == Standing.SHOWN
    read = client.get(page).content.decode()
    assert "Vous citiez Molière." in read and "annulée" in read
    assert Entry.objects.filter(recipient=ines, kind="moderation.appeal_decided").count() == 1
    assert not Entry.objects.filter(recipient=ines, kind="moderation.statement").exists()
    with pytest.raises(appealing.AlreadyJudged):
        appealing.judge(appeal=appeal, by=odile, is_right=False, reasons="Non.")


def test_who_decided_judges_where_there_is_nobody_else(insult: Case, marc: Account, notes: Notes) -> None:
    decision = deciding.decide(ref=insult.ref, by=marc, case=insult, measure=Measure.HIDE, reasons="Insulte.")
    appeal = appealing.contest(decision=decision, text="Non.")
    appealing.judge(appeal=appeal, by=marc, is_right=True, reasons="Oui.")
    assert notes.standing(insult.ref) == Standing.SHOWN


def test_after_six_months_it_is_too_late(insult: Case, marc: Account, travel: Travel) -> None:
    decision = deciding.decide(ref=insult.ref, by=marc, case=insult, measure=Measure.HIDE, reasons="Insulte.")
    with travel(timedelta(days=185)), pytest.raises(appealing.TooLate):
        appealing.contest(decision=decision, text="Tard.")
    with travel(timedelta(days=183)):
        appealing.contest(decision=decision, text="À temps.")


def test_two_decisions_at_once_one_wins_and_the_other_is_told(
    insult: Case, marc: Account, odile: Account, notes: Notes, signed_in: SignedIn
) -> None:
    deciding.decide(ref=insult.ref, by=odile, case=insult, measure=Measure.KEEP)
    with pytest.raises(deciding.AlreadyDecided) as faster:
        deciding.decide(ref=insult.ref, by=marc, case=insult, measure=Measure.REMOVE, reasons="Insulte.")
    assert faster.value.decision.made_by == odile
    browser = signed_in(marc)
    answer = browser.post(f"/moderation/cases/{insult.pk}", INSULT | {"measure": "remove"}, follow=True)
    assert "Odile a été plus rapide" in answer.content.decode()
    assert notes.standing(insult.ref) == Standing.SHOWN
    assert Decision.objects.count() == 1


def test_two_do_not_work_on_one_case_until_the_claim_ends(
    insult: Case, marc: Account, odile: Account, signed_in: SignedIn, travel: Travel
) -> None:
    claiming.claim(case=insult, by=marc)
    with pytest.raises(claiming.ClaimedByAnother):
        claiming.claim(case=insult, by=odile)
    with pytest.raises(claiming.ClaimedByAnother):
        deciding.decide(ref=insult.ref, by=odile, case=insult, measure=Measure.KEEP)
    answer = signed_in(odile).post(f"/moderation/cases/{insult.pk}", INSULT | {"measure": "keep"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Marc travaille" in page and "Une insulte, ligne 2." in page
    with travel(timedelta(minutes=21)):
        assert claiming.claim(case=insult, by=odile).claimed_by == odile
    claiming.release(case=insult, by=odile)


def test_nobody_judges_what_they_wrote_themselves(marc: Account, lea: Account, notes: Notes) -> None:
    ref = notes.write(marc)
    case = reporting.report(ref=ref, reason="spam", explanation="Oui", by=lea)[0].case
    with pytest.raises(PermissionDenied):
        deciding.decide(ref=ref, by=marc, case=case, measure=Measure.KEEP)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"measure": Measure.REMOVE}, "reasons"),
        ({"measure": Measure.LABEL, "reasons": "Oui"}, "label"),
        ({"measure": Measure.SUSPEND, "reasons": "Oui"}, "days"),
        ({"measure": Measure.SUSPEND, "reasons": "Oui", "days": 999}, "days"),
        ({"measure": Measure.HIDE, "reasons": "Oui", "ground": Ground.LAW}, "clause"),
    ],
)
def test_nothing_is_taken_without_ground_and_reasons(
    insult: Case, marc: Account, told: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        deciding.decide(ref=insult.ref, by=marc, case=insult, **told)  # type: ignore[arg-type]
    assert list(wrong.value.message_dict) == [field]
    assert not Decision.objects.exists()


def test_keepers_judge_what_they_keep_by_its_rules_only(
    ines: Account, lea: Account, karim: Account, marc: Account, notes: Notes, signed_in: SignedIn
) -> None:
    ref = notes.write(ines, "Hors sujet", keepers=[karim])
    case = reporting.report(ref=ref, reason="rules", explanation="Hors sujet", by=lea)[0].case
    page = signed_in(karim).get("/moderation/").content.decode()
    assert "Hors sujet" in page
    page = signed_in(karim).get(f"/moderation/cases/{case.pk}").content.decode()
    assert "@lea" not in page, "a keeper does not learn who reported"
    with pytest.raises(PermissionDenied):
        deciding.decide(ref=ref, by=karim, case=case, measure=Measure.BAN, reasons="Oui")
    with pytest.raises(PermissionDenied):
        deciding.decide(
            ref=ref, by=karim, case=case, measure=Measure.HIDE, ground=Ground.LAW, clause="x", reasons="Oui"
        )
    with pytest.raises(PermissionDenied):
        deciding.decide(ref=ref, by=lea, case=case, measure=Measure.HIDE, reasons="Oui")
    signed_in(karim).post(f"/moderation/cases/{case.pk}/claim")
    signed_in(karim).post(
        f"/moderation/cases/{case.pk}", {"measure": "hide", "reason": "rules", "reasons": "Hors sujet."}
    )
    assert notes.standing(ref) == Standing.HIDDEN
    decision = Decision.objects.get()
    assert decision.by_keeper
    assert signed_in(karim).get(f"/decisions/{decision.code}").status_code == 200
    assert signed_in(karim).get(f"/moderation/cases/{case.pk}").status_code == 200


def test_what_is_said_to_be_against_the_law_is_for_moderators(
    ines: Account, lea: Account, karim: Account, notes: Notes, signed_in: SignedIn
) -> None:
    ref = notes.write(ines, "Hum", keepers=[karim])
    case = reporting.report(ref=ref, reason="hate", explanation="…", by=lea, ground=Ground.LAW)[0].case
    other = notes.write(ines, "Hum", keepers=[karim])
    grave = reporting.report(ref=other, reason="child_abuse", explanation="…", by=lea)[0].case
    for one in (case, grave):
        assert signed_in(karim).get(f"/moderation/cases/{one.pk}").status_code == 404
    assert signed_in(karim).get("/moderation/").status_code == 404


def test_a_keeper_decides_right_where_it_is(ines: Account, karim: Account, notes: Notes, signed_in: SignedIn) -> None:
    ref = notes.write(ines, "Hors sujet", keepers=[karim])
    answer = signed_in(karim).post(f"/report/{ref.kind}/{ref.key}/desk")
    assert answer["Location"] == f"/moderation/cases/{Case.objects.get().pk}"
    assert Case.objects.get().source == Case.Source.OWN
    assert signed_in(ines).post(f"/report/{ref.kind}/{ref.key}/desk").status_code == 404
    deciding.decide(ref=ref, by=karim, measure=Measure.REMOVE, reasons="Hors sujet.")
    assert notes.standing(ref) == Standing.REMOVED


def test_a_thing_that_is_gone_and_a_kind_that_is_gone_can_be_decided(
    insult: Case, marc: Account, ines: Account, notes: Notes, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn
) -> None:
    notes.there.clear()
    page = signed_in(marc).get(f"/moderation/cases/{insult.pk}").content.decode()
    assert "n’est plus là" in page and "Espèce de cloche" in page
    decision = deciding.decide(
        ref=insult.ref, by=marc, case=insult, measure=Measure.REMOVE, sanction=Measure.WARN, reasons="Insulte."
    )
    ghost = Ref("ghost.thing", uuid4())
    other = deciding.decide(ref=ghost, by=marc, measure=Measure.HIDE, reasons="Insulte.")
    reversing.reverse(decision=other, by=marc, reasons="Non.")
    reversing.reverse(decision=decision, by=marc, reasons="Non.")
    assert signed_in(marc).get(f"/moderation/cases/{other.case_id}").status_code == 200
    assert signed_in(marc).get(f"/decisions/{other.code}").status_code == 200


def test_what_was_held_is_shown_when_it_is_kept(ines: Account, marc: Account, notes: Notes) -> None:
    ref = notes.write(ines, "Un mot surveillé")
    case = holding.hold(ref, ines, "Il contient un mot.")
    holding.hold(ref, ines, "Il contient un mot.")
    assert (Case.objects.count(), case.is_held, notes.standing(ref)) == (1, True, Standing.HIDDEN)
    deciding.decide(ref=ref, by=marc, case=case, measure=Measure.KEEP)
    assert notes.standing(ref) == Standing.SHOWN


def test_reversing_one_decision_leaves_what_another_decided(insult: Case, marc: Account, notes: Notes) -> None:
    ref = insult.ref
    label = deciding.decide(ref=ref, by=marc, case=insult, measure=Measure.LABEL, label="Propos crus", reasons="Crus.")
    removal = deciding.decide(ref=ref, by=marc, measure=Measure.REMOVE, reasons="Insulte.")
    assert notes.standing(ref) == Standing.REMOVED
    reversing.reverse(decision=removal, by=marc, reasons="Trop fort.")
    assert (notes.standing(ref), notes.labels[ref.key]) == (Standing.LABELLED, "Propos crus")
    reversing.reverse(decision=label, by=marc, reasons="Non.")
    assert notes.standing(ref) == Standing.SHOWN


def test_what_was_held_again_stays_hidden_when_an_older_decision_is_reversed(
    insult: Case, ines: Account, marc: Account, notes: Notes
) -> None:
    ref = insult.ref
    label = deciding.decide(ref=ref, by=marc, case=insult, measure=Measure.LABEL, label="Cru", reasons="Cru.")
    again = holding.hold(ref, ines, "Il contient un mot.")
    reversing.reverse(decision=label, by=marc, reasons="Non.")
    assert notes.standing(ref) == Standing.HIDDEN
    deciding.decide(ref=ref, by=marc, case=again, measure=Measure.KEEP)
    assert notes.standing(ref) == Standing.SHOWN


def test_a_ban_stands_when_a_suspension_is_reversed(ines: Account, marc: Account) -> None:
    ref = Ref("accounts.account", ines.pk)
    short = deciding.decide(ref=ref, by=marc, measure=Measure.SUSPEND, days=2, reasons="Oui.")
    ines.refresh_from_db()
    assert ines.suspended_until == short.until
    ban = deciding.decide(ref=ref, by=marc, measure=Measure.REMOVE, reasons="Oui.")
    assert (ban.measure, ban.sanction) == (Measure.KEEP, Measure.BAN)
    reversing.reverse(decision=short, by=marc, reasons="Non.")
    ines.refresh_from_db()
    assert (ines.is_active, ines.suspended_until) == (False, None)
    reversing.reverse(decision=ban, by=marc, reasons="Non.")
    ines.refresh_from_db()
    assert ines.is_active


def test_severity_reports_and_trust_order_the_queue(
    ines: Account, lea: Account, karim: Account, odile: Account, notes: Notes
) -> None:
    spam, hate, children = (notes.write(ines, text) for text in ("spam", "haine", "enfants"))
    for reporter in (lea, karim, odile):
        reporting.report(ref=spam, reason="spam", explanation="…", by=reporter)
    reporting.report(ref=hate, reason="hate", explanation="…", by=lea)
    reporting.report(ref=children, reason="child_abuse", explanation="…", by=lea)
    assert [case.title for case in Case.objects.open().by_priority()] == ["enfants", "haine", "spam"]


def test_every_act_is_in_the_log(insult: Case, marc: Account, notes: Notes) -> None:
    claiming.claim(case=insult, by=marc)
    decision = deciding.decide(ref=insult.ref, by=marc, case=insult, measure=Measure.HIDE, reasons="Insulte.")
    appealing.judge(appeal=appealing.contest(decision=decision, text="Non."), by=marc, is_right=True, reasons="Oui.")
    acts = list(AuditEntry.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["moderator.named", "case.claimed", "case.decided", "decision.reversed", "appeal.judged"]


def test_opening_is_one_case_for_one_thing(ines: Account, notes: Notes) -> None:
    ref = notes.write(ines)
    first = opening.open_case(ref=ref, source=Case.Source.OWN, reason="rules")
    assert opening.open_case(ref=ref, source=Case.Source.OWN, reason="rules") == first


def test_moderators_are_named_by_operators(odile: Account, karim: Account, signed_in: SignedIn) -> None:
    assert policies.is_moderator(odile) and not policies.is_moderator(karim)
    odile.is_superuser = True
    odile.save()
    browser = signed_in(odile)
    browser.post("/operator/moderation/moderator/add/", {"account": str(karim.pk)})
    assert policies.is_moderator(karim)
    assert Moderator.objects.get().named_by == odile
    browser.post(f"/operator/moderation/moderator/{karim.pk}/delete/", {"post": "yes"})
    assert not policies.is_moderator(karim)
    acts = AuditEntry.objects.order_by("number").values_list("act", "actor")
    assert list(acts) == [("moderator.named", odile.pk), ("moderator.dismissed", odile.pk)]
