"""How a room is set."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.messaging.actions import opening
from bouquet.sites.chat.forms.room import SettingsForm
from bouquet.sites.chat.views.fetching import inside_or_404
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of
from bouquet.sites.chat.views.room import facts


@login_required
def settings(request: HttpRequest, code: str) -> HttpResponse:
    """Name, topic, for whom, slow mode, read-only."""
    place, _reader = inside_or_404(request, code)
    if not place.may.get("settle"):
        raise PermissionDenied
    form = SettingsForm(request.POST or None, room=place.room)
    if request.method == "POST" and form.is_valid():
        try:
            opening.settle(room=place.room, by=member_of(request), **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, gettext("The room is as you wanted it."))
            return redirect(place.address)
    return render(request, "chat/settings.html", {"form": form, **facts(place)}, status=422 if form.errors else 200)
