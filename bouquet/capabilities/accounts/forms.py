"""What people type about themselves, checked."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import SignupForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions.opening import open_account
from bouquet.capabilities.accounts.engine import countries, handles
from bouquet.capabilities.accounts.models import Account

BIGGEST_PICTURE = 25 * 1024 * 1024


def zone_from(request: HttpRequest) -> str:
    """The zone the visitor's script left in the `tz` cookie; empty when there is none, or no such zone."""
    zone = request.COOKIES.get("tz", "").replace("%2F", "/")
    return zone if zone in available_timezones() else ""


class SignUpForm(SignupForm):
    """Sign-up with a password or, `by_passkey`, without one."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        help_text=_("As others will read it: your own, a nickname, your band’s."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    birth_date = forms.DateField(
        label=_("Birth date"),
        help_text=_("We ask once, because the law does, and show it to nobody. It cannot be changed later."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
    )
    field_order = ["email", "display_name", "username", "birth_date", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, handle = self.fields["email"], self.fields["username"]
        email.label = _("E-mail address")
        email.widget = forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
        handle.label = _("Handle")
        handle.help_text = _("Your address here, after the @: 3 to 30 letters, digits or _.")
        handle.widget = forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "maxlength": handles.LONGEST,
            }
        )
        if "password1" in self.fields:
            password = self.fields["password1"]
            password.label = _("Password")
            password.help_text = _("At least 10 characters. A sentence is easy to remember and hard to guess.")
            password.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})

    def clean_birth_date(self) -> date:
        return policies.require_old_enough(self.cleaned_data["birth_date"])

    def save(self, request: HttpRequest) -> Account:
        """Open the account; the e-mail address waits for its code."""
        typed = self.cleaned_data
        return open_account(
            email=typed["email"],
            handle=typed["username"],
            display_name=typed["display_name"],
            birth_date=typed["birth_date"],
            password=typed.get("password1"),
            language=get_language() or settings.LANGUAGE_CODE,
            time_zone=zone_from(request),
        )


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
