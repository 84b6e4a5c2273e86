"""Error pages: what happened, that nothing was lost, what to do. Never a path, a token or a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from bouquet.foundation.brands.guests import guest_of
from bouquet.foundation.ui.context import still_page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; `handler403`."""
    return render(request, "ui/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; `handler404`. The exception may name models and addresses: it is not shown."""
    return render(request, "ui/404.html", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """410: what was here was deleted by its author."""
    return render(request, "ui/410.html", status=410)


def too_many(request: HttpRequest, *, retry_after_seconds: int = 60) -> HttpResponse:
    """429 with Retry-After (RFC 6585 §4)."""
    response = render(request, "ui/429.html", status=429)
    response["Retry-After"] = str(retry_after_seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """`CSRF_FAILURE_VIEW`."""
    return render(request, "ui/csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500; `handler500`. Drawn without the database, the session or the visitor: any of them may be what broke."""
    guest = guest_of(request)
    page = still_page(getattr(request, "brand", None), get_language(), guest_site=guest.site if guest else "")
    return HttpResponse(render_to_string("ui/500.html", page), status=500)
