"""Who asks."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from bouquet.capabilities.accounts.models import Account, SignIn


def member(request: HttpRequest) -> Account:
    """The member who is signed in; for views behind `login_required`."""
    return cast(Account, request.user)


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The sign-in of the browser that asks."""
    found: SignIn | None = request.session.sign_in  # type: ignore[attr-defined]
    return found
