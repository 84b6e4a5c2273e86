"""Find what was said, in the rooms one may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import drawing, searching
from bouquet.sites.chat.views.fetching import inside_or_404
from bouquet.sites.chat.views.showing import said, titled

MOST_ASKED = 120


def search(request: HttpRequest) -> HttpResponse:
    """Every word of `?q=`, the newest first; `?room=` in one room only."""
    visitor = visitor_of(request)
    asked = request.GET.get("q", "").strip()[:MOST_ASKED]
    inside = inside_or_404(request, request.GET["room"])[0].room if request.GET.get("room") else None
    found = searching.find(words=asked, visitor=visitor, room=inside) if asked else []
    member = visitor if isinstance(visitor, Account) else None
    drawn = said(searching.drawn(found, visitor), member)
    cards = {one.room.code: titled(drawing.card(one.room)) for one in found}
    hits = [
        {"one": one, "room": cards[message.room.code], "is_named": previous != message.room_id}
        for one, message, previous in zip(drawn, found, [None, *(one.room_id for one in found)], strict=False)
    ]
    return render(request, "chat/search.html", {"asked": asked, "hits": hits, "inside": inside})
