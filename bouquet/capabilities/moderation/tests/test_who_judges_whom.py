"""Who may take what from whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import appealing, deciding, naming, opening
from bouquet.capabilities.moderation.models import Case
from bouquet.capabilities.moderation.tests.notes import Notes

SignedIn = Callable[[Account], Client]
INSULT = {"ground": "terms", "reason": "hate", "facts": "Une insulte.", "reasons": "Nos conditions l’excluent."}


@pytest.mark.parametrize("sanction", ["suspend", "ban"])
def test_only_operators_send_away_who_moderates_or_runs_the_network(
    ines: Account, marc: Account, odile: Account, notes: Notes, signed_in: SignedIn, sanction: str
) -> None:
    naming.name(account=ines, by=None)
    for author in (odile, ines):
        case = opening.open_case(ref=notes.write(author), source=Case.Source.OWN, reason="rules")
        told = {**INSULT, "measure": "keep", "sanction": sanction, "days": 7}
        answer = signed_in(marc).post(f"/moderation/cases/{case.pk}", told, headers={"accept-language": "en"})
        assert answer.status_code == 422
        assert INSULT["reasons"] in answer.content.decode()
        with pytest.raises(ValidationError, match="only an operator"), override("en"):
            deciding.decide(ref=case.ref, case=case, measure=sanction, days=7, reasons="…", by=marc)
        with pytest.raises(ValidationError):
            deciding.decide(ref=case.ref, case=case, measure=sanction, days=7, reasons="…", by=None)
        author.refresh_from_db()
        assert author.is_active
    deciding.decide(ref=case.ref, case=case, measure=sanction, days=7, reasons="…", by=odile)
    ines.refresh_from_db()
    assert not ines.is_active


def test_only_operators_bring_back_a_moderator_who_was_sent_away(
    ines: Account, marc: Account, odile: Account, notes: Notes, signed_in: SignedIn
) -> None:
    naming.name(account=ines, by=None)
    case = opening.open_case(ref=notes.write(ines), source=Case.Source.OWN, reason="rules")
    decision = deciding.decide(ref=case.ref, case=case, measure="ban", reasons="…", by=odile)
    appeal = appealing.contest(decision=decision, text="Je n’ai rien fait.")
    back = "Annuler la décision"
    assert back in signed_in(odile).get(f"/decisions/{decision.code}").content.decode()
    assert back not in signed_in(marc).get(f"/decisions/{decision.code}").content.decode()
    assert signed_in(marc).post(f"/decisions/{decision.code}/reverse", {"reasons": "Mais si."}).status_code == 403
    with pytest.raises(appealing.ForAnother):
        appealing.judge(appeal=appeal, by=marc, is_right=True, reasons="Mais si.")
    ines.refresh_from_db()
    assert not ines.is_active
    # There is no other operator: who decided judges it again.
    appealing.judge(appeal=appeal, by=odile, is_right=True, reasons="C’était trop.")
    ines.refresh_from_db()
    assert ines.is_active
