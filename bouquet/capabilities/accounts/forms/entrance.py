"""The way in: signing up, and allauth's forms in the house's manner."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions.opening import open_account, pretend_to_open
from bouquet.capabilities.accounts.engine import handles
from bouquet.capabilities.accounts.models import Account

UNCONFIRMED = "unconfirmed"


def zone_from(request: HttpRequest) -> str:
    """The zone the visitor's script left in the `tz` cookie; empty when there is none, or no such zone."""
    zone = request.COOKIES.get("tz", "").replace("%2F", "/")
    return zone if zone in available_timezones() else ""


class SignUpForm(account.SignupForm):
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

    def clean_display_name(self) -> str:
        # Nobody yet: what is watched for in the language of the page is not accepted.
        somebody = Account(language=get_language() or settings.LANGUAGE_CODE)
        return policies.require_name(self.cleaned_data["display_name"], by=somebody)

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

    def try_save(self, request: HttpRequest) -> tuple[Account | None, HttpResponse | None]:
        """As allauth's; an address that has an account is not told from one that has none."""
        handle = self.cleaned_data["username"]
        if self.account_already_exists:
            pretend_to_open(handle=handle, password=self.cleaned_data.get("password1"))
        # Should this browser give up before the code is typed: see `session.sign_out`.
        request.session[UNCONFIRMED] = handle
        saved: tuple[Account | None, HttpResponse | None] = super().try_save(request)
        return saved


class _Plain(forms.BaseForm):
    """Fields have labels; a placeholder that repeats them only looks as if they were filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_Plain, account.LoginForm):
    """E-mail address and password."""


class ForgottenForm(_Plain, account.ResetPasswordForm):
    """Where to send the link."""


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):
    """Behind the link."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    """In the settings."""


class SetPasswordForm(_Plain, account.SetPasswordForm):
    """A first password, for those who signed up with a passkey."""


class ConfirmPasswordForm(_Plain, account.ReauthenticateForm):
    """Is it really you?"""


class ChangeEmailForm(_Plain, account.AddEmailForm):
    """In the settings."""


class EmailCodeForm(_Plain, account.ConfirmEmailVerificationCodeForm):
    """The code that was mailed."""


class SecondStepForm(_Plain, mfa.AuthenticateForm):
    """The code of the app, or a recovery code."""


class ConfirmSecondStepForm(_Plain, mfa.ReauthenticateForm):
    """The same, to be sure."""


class AppForm(_Plain, totp.ActivateTOTPForm):
    """The first code of a new app."""


class PasskeyForm(_Plain, keys.AddWebAuthnForm):
    """A name for the passkey; it always signs in alone."""

    passwordless = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Its name")


class FirstPasskeyForm(_Plain, keys.SignupWebAuthnForm):
    """The passkey of somebody who signs up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Its name")


class RenamePasskeyForm(_Plain, keys.EditWebAuthnForm):
    """Another name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Its name")
