"""What allauth asks of this house: how accounts are made, where people go next, how a mail looks."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts import policies
from bouquet.capabilities.accounts.actions import signing_in
from bouquet.capabilities.accounts.asking import SUSPENDED, sign_in_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.views import hosts, session
from bouquet.foundation.brands.current import brand_of, network
from bouquet.foundation.mail.composing import compose


def shown_name(account: Account) -> str:
    """How allauth's pages and mails call a member."""
    return account.display_name


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and this password do not go together."),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes, then try again."),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:
        return policies.require_free_handle(username)

    def is_safe_url(self, url: str | None) -> bool:
        return bool(url) and bool(hosts.safe_next(context.request, str(url)))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return hosts.next_of(request)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return hosts.next_of(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        address: str = super().get_client_ip(request)
        return address

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hook: Any) -> HttpResponse:
        """Signed in here: walk over the other hosts, then to where the person wanted to go."""
        response: HttpResponse = super().post_login(request, user, **hook)
        # What was said on the way in is known by now; it would pop up much later, on the first page of settings.
        list(messages.get_messages(request))
        goal = hosts.safe_next(request, response.headers.get("Location", "")) or hosts.next_of(request)
        return HttpResponseRedirect(session.begin_tour(request, goal))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Who they are was proved: the page may tell them until when."""
        request.session[SUSPENDED] = str(user.pk)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        sign_in = sign_in_of(request)
        if sign_in:
            signing_in.end(sign_in)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Whoever changed it stays signed in on this device; every other device is signed out."""
        # Asked first: with the new password, the proof this device holds is the old one's.
        here = sign_in_of(context.request)
        super().set_password(user, password)
        if here and here.account_id == user.pk:
            signing_in.renew_proof(here)
        else:
            signing_in.end_all(cast(Account, user))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Text from `<prefix>_subject.txt` and `<prefix>_message.txt`, in the member's language, with its HTML."""
        reader = context.get("user") or Account.objects.filter(email=email).first()
        with override(reader.language if isinstance(reader, Account) else get_language()):
            known = {**context, "network": network(), "brand": brand_of(self.request), "account": reader}
            return compose(
                subject=render_to_string(f"{template_prefix}_subject.txt", known),
                text=render_to_string(f"{template_prefix}_message.txt", known),
                to=[email] if isinstance(email, str) else email,
                headers=headers,
            )


class TwoStepAdapter(DefaultMFAAdapter):
    """Second steps: secrets are encrypted at rest, passkeys belong to the account host."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": network().account_host, "name": network().name}


def _cipher() -> Fernet:
    # A key of its own, so that nothing else made from SECRET_KEY can stand in for it.
    key = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"two-step secret").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def client_address(request: HttpRequest) -> str | None:
    """The visitor's IP address; None when it is unknown (a command, a test)."""
    try:
        return AccountAdapter(request).get_client_ip(request)
    except PermissionDenied:
        return None
