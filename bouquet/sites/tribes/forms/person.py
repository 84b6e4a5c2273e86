"""What members say of themselves, and to whom."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from bouquet.sites.tribes.models import Profile


class ProfileForm(forms.ModelForm[Profile]):
    """A place, and who sees which thing."""

    class Meta:
        model = Profile
        fields = [
            "place",
            "shows_place",
            "shows_affinities",
            "shows_tribes",
            "shows_friends",
            "shows_birthday",
            "shows_age",
        ]
        labels = {
            "place": _("Where I live"),
            "shows_place": _("Who sees where I live"),
            "shows_affinities": _("Who sees my affinities"),
            "shows_tribes": _("Who sees my tribes"),
            "shows_friends": _("Who sees my friends"),
            "shows_birthday": _("Who sees my birthday"),
            "shows_age": _("Who sees my age"),
        }
        help_texts = {
            "place": _("A town is enough."),
            "shows_tribes": _("Secret tribes are shown only to those who are in them."),
            "shows_birthday": _("The day and the month, never the year."),
        }
