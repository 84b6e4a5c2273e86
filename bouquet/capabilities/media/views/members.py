"""Who asks."""

from __future__ import annotations

from django.http import HttpRequest

from bouquet.capabilities.accounts.models import Account


def member_of(request: HttpRequest) -> Account:
    """The member behind a request that `login_required` let through."""
    assert isinstance(request.user, Account)  # noqa: S101
    return request.user
