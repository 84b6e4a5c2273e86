"""What somebody says of a token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.capabilities.messaging.models.bot import Token

SCOPES = [
    (Token.Scope.READ.value, pgettext_lazy("a token", "Read what I may read")),
    (Token.Scope.WRITE.value, pgettext_lazy("a token", "Write, react and take part in my name")),
    (Token.Scope.KEEP.value, pgettext_lazy("a token", "Look after the rooms I look after")),
]
DAYS = [
    ("30", pgettext_lazy("a token", "30 days")),
    ("90", pgettext_lazy("a token", "90 days")),
    ("365", pgettext_lazy("a token", "A year")),
    ("", pgettext_lazy("a token", "Without end")),
]


class TokenForm(forms.Form):
    """What it is for, what it may do, for how long."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("So that you recognise it later, such as “My script”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=SCOPES, initial=["read"], widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Good for"), choices=DAYS, coerce=int, empty_value=None, required=False, initial="90"
    )
