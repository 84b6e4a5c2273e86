"""All rooms: one's own, and those one may step into."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.messaging.actions import drawing
from bouquet.capabilities.messaging.models import Room
from bouquet.sites.chat.views.showing import mine_of, titled

SIZE = 24
MOST_ASKED = 80


def home(request: HttpRequest) -> HttpResponse:
    """The liveliest first; `?q=` finds by name and topic, `?page=` goes on."""
    visitor = visitor_of(request)
    asked = request.GET.get("q", "").strip()[:MOST_ASKED]
    page = int(typed) if (typed := request.GET.get("page", "")).isdigit() and len(typed) < 5 else 1
    rooms = Room.objects.listed().order_by("-latest_at", "-pk")
    if asked:
        rooms = rooms.filter(Q(name__icontains=asked) | Q(topic__icontains=asked))
    start = max(0, page - 1) * SIZE
    found = list(rooms[start : start + SIZE + 1])
    mine = mine_of(visitor)
    inside = {one["room"] for one in mine.rooms if one["me"]["state"] == "in"}
    cards: list[dict[str, Any]] = [
        titled(drawing.card(room)) | {"is_inside": room.code in inside} for room in found[:SIZE]
    ]
    context = {
        "mine": mine,
        "cards": cards,
        "asked": asked,
        "room": None,
        "next_page": page + 1 if len(found) > SIZE else None,
    }
    return render(request, "chat/home.html", context)
