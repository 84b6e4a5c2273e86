"""What tells one visitor from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def personal_cookies() -> tuple[str, ...]:
    """Cookies that make a page its visitor's own: the session, the token of forms, a message waiting to be shown.

    Others may travel with a request for a shared page: its view does not get to see them.
    """
    return settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"


def address_of(request: HttpRequest) -> str:
    """The visitor's IP address, for the pages: the live process puts exactly one into `X-Forwarded-For`, and
    REMOTE_ADDR is always its own.
    """
    return str(request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or request.META["REMOTE_ADDR"])
