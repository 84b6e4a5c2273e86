"""Who may take what from whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import deciding, naming, opening
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
