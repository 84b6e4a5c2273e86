"""Invitation links: made, taken back, followed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.sites.chat.actions import linking
from bouquet.sites.chat.forms.room import LinkForm
from bouquet.sites.chat.models import Link
from bouquet.sites.chat.views.fetching import inside_or_404


@require_POST
@login_required
def make(request: HttpRequest, code: str) -> HttpResponse:
    """One more."""
    place, _reader = inside_or_404(request, code)
    form = LinkForm(request.POST)
    if form.is_valid():
        try:
            linking.make(room=place.room, by=member_of(request), **form.cleaned_data)
        except linking.TooManyLinks:
            messages.error(request, gettext("There are many links already: take one back first."))
        except TooFast as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, gettext("A link is for 1 to 10,000 people."))
    return redirect("chat:people", code)


@require_POST
@login_required
def revoke(request: HttpRequest, code: str, link: str) -> HttpResponse:
    """It lets nobody in any more."""
    place, _reader = inside_or_404(request, code)
    found = get_object_or_404(Link.objects.select_related("room"), room=place.room, code=link)
    linking.revoke(link=found, by=member_of(request))
    messages.success(request, gettext("The link lets nobody in any more."))
    return redirect("chat:people", code)


def via(request: HttpRequest, code: str) -> HttpResponse:
    """What a link leads to: the room's name and one button. Nobody comes in by merely opening it."""
    link = Link.objects.open().select_related("room", "by").filter(code=code).first()
    if link is None:
        return render(request, "chat/via.html", {"link": None}, status=410)
    fault = ""
    if request.method == "POST":
        if not request.user.is_authenticated:
            raise PermissionDenied
        try:
            return redirect("chat:room", linking.follow(code=code, by=member_of(request)).code)
        except linking.LinkClosed:
            fault = gettext("This link does not let you in (any more). Ask for another one.")
        except (TooFast, ValidationError) as refusal:
            fault = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
    return render(request, "chat/via.html", {"link": link, "fault": fault}, status=422 if fault else 200)
