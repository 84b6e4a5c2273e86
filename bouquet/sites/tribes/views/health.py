"""How the tribes are: for those who run the network."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.tribes.actions import surveying


@login_required
def health(request: HttpRequest) -> HttpResponse:
    """Active, growing, unanswered reports. Staff only; for others there is no such page."""
    if not member_of(request).is_operator:
        raise Http404
    return render(request, "tribes/health.html", {"health": surveying.survey()})
