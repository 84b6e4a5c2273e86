"""What members say on the page of their affinities, checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.models import Basis, Profile


class AddForm(forms.Form):
    """One affinity or several, apart by commas."""

    tags = forms.CharField(
        label=_("What do you like?"),
        max_length=400,
        help_text=_("One thing or several, apart by commas: climbing, board games, jazz."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-controller": "suggestions"}),
    )

    def clean_tags(self) -> list[str]:
        said = [words.tidied(part) for part in self.cleaned_data["tags"].replace(";", ",").split(",")]
        kept = [part for part in said if part]
        if not kept:
            raise ValidationError(_("Write at least one word, such as “climbing”."), code="empty")
        return kept


class ChoiceForm(forms.Form):
    """What suggestions are made from, and whether others may be led here."""

    basis = forms.ChoiceField(
        label=_("Suggestions are made from"),
        widget=forms.RadioSelect,
        choices=[
            (Basis.BEHAVIOUR, _("what I say I like, and what I do on the sites of the network")),
            (Basis.DECLARED, _("only what I say I like")),
            (Basis.NOTHING, _("nothing about me: show what is lively and new, the same for everybody")),
        ],
    )
    is_suggestible = forms.BooleanField(
        label=_("Show me to others among “people like you”"),
        required=False,
        help_text=_("They read which of your affinities they share, never what you do."),
    )

    def __init__(self, data: Any = None, *, account: Account, profile: Profile) -> None:
        self.may_allow = policies.may_allow_behaviour(account)
        self.may_be_found = policies.may_be_found(account)
        shown = {
            "basis": policies.basis_for(account, profile),
            "is_suggestible": policies.is_suggestible(account, profile),
        }
        super().__init__(data, initial=shown)
        if not self.may_allow:
            basis = self.fields["basis"]
            basis.choices = [pair for pair in basis.choices if pair[0] != Basis.BEHAVIOUR]  # type: ignore[attr-defined]
        if not self.may_be_found:
            del self.fields["is_suggestible"]

    @property
    def chosen(self) -> dict[str, Any]:
        """As `allowing.choose` takes it."""
        return {
            "basis": Basis(self.cleaned_data["basis"]),
            "is_suggestible": bool(self.cleaned_data.get("is_suggestible", False)),
        }
