"""Who asks. For the views of every app."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from bouquet.capabilities.accounts.models import Account, SignIn

# In the session of a visitor who gave the right password of a suspended account: its key.
SUSPENDED = "suspended"
Visitor = Account | AnonymousUser


def visitor_of(request: HttpRequest) -> Visitor:
    """A member, or nobody we know."""
    return request.user if request.user.is_authenticated else AnonymousUser()


def member_of(request: HttpRequest) -> Account:
    """The member who is signed in; for views behind `login_required`."""
    return cast(Account, request.user)


def sign_in_of(request: HttpRequest) -> SignIn | None:
    """The sign-in of the browser that asks."""
    found: SignIn | None = request.session.sign_in  # type: ignore[attr-defined]
    return found


def is_fragment(request: HttpRequest) -> bool:
    """Whether a script asked for a part of the page (htmx)."""
    return "HX-Request" in request.headers
