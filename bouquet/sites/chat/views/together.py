"""Watch a video together: begin and end it, without a script too."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.actions.unfolding import thing_at
from bouquet.capabilities.messaging.actions import watching
from bouquet.sites.chat.forms.bots import WatchForm
from bouquet.sites.chat.views.fetching import inside_or_404
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of
from bouquet.sites.chat.views.room import facts


@login_required
def watch(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what the room watches; with `stop`, nothing any more."""
    place, _reader = inside_or_404(request, code)
    if not place.may.get("host"):
        raise PermissionDenied
    by = member_of(request)
    if request.method == "POST" and "stop" in request.POST:
        watching.stop(room=place.room, by=by)
        return redirect(place.address)
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        thing = thing_at(form.cleaned_data["address"])
        try:
            if thing is not None:
                watching.start(room=place.room, by=by, ref=thing)
                return redirect(place.address)
            form.add_error("address", str(watching.NOT_A_FILM))
        except REFUSALS as refusal:
            form.add_error("address", sentence_of(refusal))
    return render(request, "chat/watch.html", {"form": form, **facts(place)}, status=422 if form.errors else 200)
