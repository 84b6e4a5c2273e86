"""Who is signed in, from one query; and the account host, which shows nothing but accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject

from bouquet.capabilities.accounts.actions import signing_in
from bouquet.capabilities.accounts.asking import sign_in_of
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import address_at, brand_of
from bouquet.foundation.clock import clock

# A session that is used lives on: its end is moved once a day.
_RENEW_EVERY = timedelta(days=1)


class SignedInMiddleware(AuthenticationMiddleware):
    """Sets `request.user` from the sign-in the session belongs to. No cookie: no query."""

    def process_request(self, request: HttpRequest) -> None:
        def find() -> Account | AnonymousUser:
            # Once found, the request holds the account itself: a stand-in costs at every use.
            request.user = _whoever_asks(request)
            return request.user

        request.user = SimpleLazyObject(find)  # type: ignore[assignment]


def _whoever_asks(request: HttpRequest) -> Account | AnonymousUser:
    sign_in = sign_in_of(request)
    if sign_in is None:
        return AnonymousUser()
    signing_in.see(sign_in)
    expires_at = request.session.expires_at  # type: ignore[attr-defined]
    if expires_at - clock.now() < timedelta(seconds=settings.SESSION_COOKIE_AGE) - _RENEW_EVERY:
        request.session.modified = True
    account: Account = sign_in.account
    return account


class AccountHostMiddleware:
    """Pages of the sites are not shown on the account host: they are one redirect away, on the brand's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.is_account_host and view.__module__.startswith("bouquet.sites."):  # type: ignore[attr-defined]
            return HttpResponseRedirect(address_at(brand_of(request).host, request.get_full_path()))
        return None
