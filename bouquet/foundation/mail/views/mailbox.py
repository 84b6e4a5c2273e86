"""The mailbox page of the demo: every mail the network sent, to read and to click."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from bouquet.foundation.mail import mailbox


@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """All letters."""
    return render(request, "mail/mailbox.html", {"letters": mailbox.letters()})


@never_cache
def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter."""
    return render(request, "mail/letter.html", {"letter": _letter(key), "letters": mailbox.letters()})


@never_cache
@xframe_options_sameorigin
@csp(  # type: ignore[arg-type]
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-top-navigation-by-user-activation"],
    }
)
def body(request: HttpRequest, key: UUID) -> HttpResponse:
    """The letter as a mail programme would show it: without scripts, in a frame of its own."""
    html = _letter(key).html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html)


def _letter(key: UUID) -> mailbox.Letter:
    found = mailbox.letter(str(key))
    if found is None:
        raise Http404
    return found
