"""Open a room; write to somebody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import opening, posting
from bouquet.sites.chat.forms.room import PeopleForm, RoomForm
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A room of one's own."""
    form = RoomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            room = opening.open_room(by=member_of(request), **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            return redirect("chat:room", room.code)
    return render(request, "chat/open.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """The first words of a conversation, with one or a few (`?to=`); goes on where there is one already."""
    form = PeopleForm(request.POST or None, initial={"people": request.GET.get("to", "")[:80]})
    if request.method == "POST" and form.is_valid():
        handles = form.handles()
        people = list(Account.objects.active().filter(handle__in=handles))
        unknown = sorted(set(handles) - {person.handle for person in people})
        if unknown:
            form.add_error("people", gettext("Nobody is called %(names)s.") % {"names": ", ".join(unknown)})
        elif code := _begun(request, form, people):
            return redirect("chat:room", code)
    return render(request, "chat/write.html", {"form": form}, status=422 if form.errors else 200)


def _begun(request: HttpRequest, form: PeopleForm, people: list[Account]) -> str:
    try:
        room = opening.converse(by=member_of(request), people=people)
        posting.post(room=room, by=member_of(request), text=form.cleaned_data["text"])
    except REFUSALS as refusal:
        form.add_error(None, sentence_of(refusal))
        return ""
    return room.code
