"""The way in. Whoever is signed in on the account host already goes on without being asked."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override

from bouquet.capabilities.accounts.asking import SUSPENDED
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.views import hosts, session


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """E-mail address and password, or a passkey."""
    return _onward(request) or account.login(request)


def sign_up(request: HttpRequest) -> HttpResponseBase:
    """Open an account with a password."""
    return _onward(request) or _signing_up(request, account.signup)


def sign_up_by_passkey(request: HttpRequest) -> HttpResponseBase:
    """Open an account that signs in with a passkey."""
    return _onward(request) or _signing_up(request, account.signup_by_passkey)


def suspended(request: HttpRequest) -> HttpResponseBase:
    """Told to whoever gave the right password of a suspended account, in their language: until when, and why."""
    account = Account.objects.filter(pk=request.session.get(SUSPENDED), is_active=False, erased_at=None).first()
    with override(account.language if account else get_language()):
        zone = account.zone if account else None
        with timezone.override(zone):
            return render(request, "account/account_inactive.html", {"suspended": account})


def _signing_up(request: HttpRequest, page: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    try:
        return page(request)
    except (IntegrityError, ValidationError):
        # Somebody took the handle or the address between the check and the write: checked again, the field says so.
        return page(request)


def _onward(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        return None
    return HttpResponseRedirect(session.begin_tour(request, hosts.next_of(request)))
