"""Reactions to anything."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.comments.actions import reacting
from bouquet.capabilities.comments.actions.talks import Talk, talks_of
from bouquet.capabilities.comments.engine.palette import PALETTE
from bouquet.capabilities.comments.views.asked import visible_or_404
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.subjects.subject import Ref, Subject


def palette(request: HttpRequest) -> HttpResponse:
    """The emoji to choose from, as a part of any form of reactions: the same for everybody, for a day."""
    response = render(request, "comments/parts/palette.html", {"palette": PALETTE.items()})
    response["Cache-Control"] = "private, max-age=86400"
    return response


@login_required
def react(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """React with `emoji`; with the one that is there already, take it back. As a page: what to choose from."""
    subject = visible_or_404(request, Ref(kind, key))
    if request.method != "POST":
        talk = talks_of([subject.ref], request.user)[subject.ref]
        return render(request, "comments/react.html", _known(subject, talk) | {"palette": PALETTE.items()})
    member, emoji = member_of(request), request.POST.get("emoji", "")
    before = talks_of([subject.ref], member)[subject.ref].mine
    status = 200
    try:
        if emoji == before:
            reacting.unreact(ref=subject.ref, by=member)
        else:
            reacting.react(ref=subject.ref, by=member, emoji=emoji)
    except (ValidationError, TooFast) as refusal:
        status = 429 if isinstance(refusal, TooFast) else 422
        messages.error(request, " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal))
    if is_fragment(request):
        talk = talks_of([subject.ref], member)[subject.ref]
        return render(request, "comments/reactions.html", _known(subject, talk), status=status)
    return redirect(_back(request, subject))


def _known(subject: Subject, talk: Talk) -> dict[str, Any]:
    return {"subject": subject, "kind": subject.ref.kind, "key": subject.ref.key, "talk": talk}


def _back(request: HttpRequest, subject: Subject) -> str:
    """To the page the button was on."""
    page = request.headers.get("Referer", "")
    if page.endswith(f"/{subject.ref.key}/react"):
        return subject.address
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else subject.address
