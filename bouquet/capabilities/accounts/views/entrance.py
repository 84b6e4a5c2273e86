"""The way in. Whoever is signed in on the account host already goes on without being asked."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

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
