"""Parts of the composer, fetched when somebody asks for them: a feed stays light without them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.tribes.forms.attachments import EVENT, FILM, POLL, AttachmentsForm


@login_required
def part(request: HttpRequest, sort: str) -> HttpResponse:
    """The fields of a poll or an event, or where a video is sent."""
    if sort not in {POLL, EVENT, FILM}:
        raise Http404
    attachments = AttachmentsForm(by=member_of(request), asked=[sort])
    return render(request, f"tribes/composer/{sort}.html", {"attachments": attachments})
