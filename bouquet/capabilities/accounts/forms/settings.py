"""What people type about themselves, checked."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.engine import countries, handles
from bouquet.capabilities.accounts.models import Account

BIGGEST_PICTURE = 25 * 1024 * 1024


class PictureField(forms.FileField):
    """Any picture a phone or a PC makes; what is in it is looked at by `engine.pictures`."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/*,.heic,.heif,.avif"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        picture = super().clean(data, initial)
        if picture and picture.size > BIGGEST_PICTURE:
            raise ValidationError(_("This picture is larger than 25 MB. Please choose a smaller one."), code="large")
        return picture


class ProfileForm(forms.ModelForm[Account]):
    """What others see, and where and in which language the member lives."""

    class Meta:
        model = Account
        fields = ["display_name", "bio", "country", "language", "time_zone"]
        labels = {
            "display_name": _("Your name"),
            "bio": _("About you"),
            "country": _("Country"),
            "language": _("Language"),
            "time_zone": _("Time zone"),
        }
        widgets = {"bio": forms.Textarea(attrs={"rows": 4, "maxlength": 500})}

    country = forms.ChoiceField(label=_("Country"), choices=lazy(countries.choices, list)())
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]
    )

    def clean_display_name(self) -> str:
        known = self.instance
        return policies.require_name(self.cleaned_data["display_name"], by=known, previous=known.display_name)

    def clean_bio(self) -> str:
        return policies.require_fit(self.cleaned_data["bio"], by=self.instance, previous=self.instance.bio)


class HandleForm(forms.Form):
    """Another handle; once in thirty days."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=handles.LONGEST + 1,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        self.account = account
        super().__init__(*args, **kwargs)

    def clean_handle(self) -> str:
        return policies.require_free_handle(self.cleaned_data["handle"], of=self.account)


class PictureForm(forms.Form):
    """A new avatar."""

    picture = PictureField(label=_("Picture"))


class PrivacyForm(forms.ModelForm[Account]):
    """Who may follow without asking."""

    class Meta:
        model = Account
        fields = ["is_private"]
        labels = {"is_private": _("My account is private")}
        help_texts = {"is_private": _("People ask before they follow you, and only followers see who follows whom.")}


class ClosingForm(forms.Form):
    """What becomes of what the member posted."""

    posts = forms.ChoiceField(
        label=_("What you posted"),
        widget=forms.RadioSelect,
        choices=[
            ("remove", _("Remove what I posted, with my account")),
            ("keep", _("Keep what I posted, without my name")),
        ],
        initial="remove",
    )
