"""What tells one visitor from all others."""

from __future__ import annotations

from django.conf import settings


def personal_cookies() -> tuple[str, ...]:
    """Cookies that make a page its visitor's own: the session, the token of forms, a message waiting to be shown.

    Others may travel with a request for a shared page: its view does not get to see them.
    """
    return settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"
