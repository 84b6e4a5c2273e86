"""Find what was said, in the rooms one may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import unwelcome_to
from bouquet.capabilities.messaging.actions import drawing
from bouquet.capabilities.messaging.models import Message, Room
from bouquet.foundation.text.folding import words_of
from bouquet.sites.chat.views.showing import mine_of, said, titled

SIZE = 40
MOST_ASKED, MOST_WORDS = 120, 8


def search(request: HttpRequest) -> HttpResponse:
    """Every word of `?q=`, the newest first; `?room=` in one room only."""
    visitor = visitor_of(request)
    asked = request.GET.get("q", "").strip()[:MOST_ASKED]
    rooms = Room.objects.visible_to(visitor)
    inside = rooms.filter(code=request.GET["room"]).first() if request.GET.get("room") else None
    member = visitor if isinstance(visitor, Account) else None
    found = list[Message]()
    if wanted := words_of(asked)[:MOST_WORDS]:
        messages = Message.objects.there().filter(room__in=[inside] if inside else rooms)
        for word in wanted:
            messages = messages.filter(words__contains=word)
        messages = messages.exclude(author__in=unwelcome_to(visitor)).select_related("author", "room")
        found = list(messages.order_by("-made_at")[:SIZE])
    drawn = said([drawing.message(one, reader=member.pk if member else None) for one in found], member)
    heads = {room.code: room for room in (one.room for one in found)}
    cards = {code: titled(drawing.card(room)) for code, room in heads.items()}
    hits = [
        {"one": one, "room": cards[message.room.code], "is_named": previous != message.room_id}
        for one, message, previous in zip(drawn, found, [None, *(one.room_id for one in found)], strict=False)
    ]
    context = {"asked": asked, "hits": hits, "inside": inside, "mine": mine_of(visitor), "room": None}
    return render(request, "chat/search.html", context)
