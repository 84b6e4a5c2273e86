"""What people type in comments. The actions check it; the form keeps it, and says what is wrong with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bouquet.foundation.ids.keys import new_code


class CommentForm(forms.Form):
    """A comment, an answer, or other words for one. `sent_with` tells a form sent twice from two comments."""

    text = forms.CharField(
        label=_("Your comment"),
        # Nothing is checked here: what cannot be published is refused by the action, in its words.
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "input talk-input"}),
    )
    answers_to = forms.UUIDField(required=False, widget=forms.HiddenInput)
    sent_with = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, placeholder: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("sent_with", new_code(16))
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["placeholder"] = placeholder
        # Several forms may stand on one page.
        self.auto_id = f"id_{new_code(6)}_%s"


class RulesForm(forms.Form):
    """What those who keep a talk decide about it."""

    is_closed = forms.BooleanField(label=_("Close comments"), required=False)
    asks_approval = forms.BooleanField(label=_("Approve comments before others read them"), required=False)
