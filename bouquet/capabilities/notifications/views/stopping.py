"""Stop mail with one click (RFC 8058). The address proves whose mail it is: nobody needs to be signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bouquet.capabilities.notifications.actions import stopping


# A mail program posts without a token and without cookies (RFC 8058 §3.1); the signed address stands for both.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because mail scanners follow every address; POST stops."""
    try:
        asked = stopping.read_token(token)
    except stopping.BadToken:
        return render(request, "notifications/stop.html", {"is_bad": True}, status=404)
    if request.method == "POST":
        everything = "everything" in request.POST
        stopping.stop(asked, everything=everything)
        return render(request, "notifications/stop.html", {"is_done": True, "everything": everything, "asked": asked})
    return render(request, "notifications/stop.html", {"asked": asked})
