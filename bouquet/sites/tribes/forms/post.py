"""What somebody wants to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.models import Audience, Membership
from bouquet.sites.tribes.models.post import LONGEST_TEXT


class PostForm(forms.Form):
    """Words; on a page of one's own, also for whom."""

    text = forms.CharField(
        label=_("Your post"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, *args: Any, author: Account, in_tribe: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if in_tribe:
            del self.fields["audience"]
            return
        choices = [(audience.value, audience.label) for audience in policies.audiences_for(author)]
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (it was declared so above)
        field.choices = choices
        field.initial = choices[0][0]

    @property
    def audience_chosen(self) -> str:
        """For whom; the tribe's where none is asked."""
        if "audience" not in self.fields:
            return Audience.TRIBE
        field = self.fields["audience"]
        return str(self.cleaned_data["audience"] or field.initial)


class ShareForm(PostForm):
    """Where a thing is passed on to: one of my tribes, or my own page."""

    where = forms.ChoiceField(label=_("Where to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, author: Account, memberships: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, author=author, in_tribe=False, **kwargs)
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)  # noqa: S101 (it was declared so above)
        where.choices = [
            *((membership.tribe.slug, membership.tribe.name) for membership in memberships),
            ("", _("My own page")),
        ]
        where.required = False
        self.order_fields(["where", "text", "audience"])
