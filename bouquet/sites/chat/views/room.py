"""The page of a room, of a thread, of one message."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import drawing, showing
from bouquet.foundation.ids.keys import new_key
from bouquet.sites.chat.views.fetching import Place, inside_or_404, message_or_404, place_or_404
from bouquet.sites.chat.views.showing import (
    Said,
    blank,
    drawings,
    enclose_words,
    mine_of,
    offers_for,
    palette,
    pinned_line,
    profile_of,
    said,
    titled,
    with_facts,
    words,
)

BESIDE = 14
ANSWERS = 100
# Stands in addresses of the page's menu, until a script puts a message's key there.
NOBODY = UUID(int=0)


def room(request: HttpRequest, code: str) -> HttpResponse:
    """The talk at its end, or with `?at=`, `?before=`, `?after=` somewhere else. Before a closed door, the door."""
    place = place_or_404(request, code)
    if place.reader is None:
        return render(request, "chat/door.html", {"room": place.room, "may": place.may, "room_address": place.address})
    return shown(request, place, place.reader)


def thread(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """A message and what was answered to it, beside the talk."""
    place, reader = inside_or_404(request, code)
    root = message_or_404(place, reader, key)
    if root.thread_id is not None:
        return redirect("chat:thread", code, root.thread_id)
    return shown(request, place, reader, root=_said(place, [drawing.message(root, reader=reader.key)])[0])


def message(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """One message with all that may be done about it: what the menu does, without a script."""
    place, reader = inside_or_404(request, code)
    found = message_or_404(place, reader, key)
    one = _said(place, [drawing.message(found, reader=reader.key)])[0]
    return render(
        request,
        "chat/message.html",
        {"one": one, "palette": palette(), "offers": offers_for(one["id"]), **facts(place)},
    )


def pins(request: HttpRequest, code: str) -> HttpResponse:
    """What the room keeps where everybody finds it."""
    place, reader = inside_or_404(request, code)
    found = _said(place, showing.snapshot(reader)["pinned"])
    return render(request, "chat/pins.html", {"said": found, **facts(place)})


def shown(
    request: HttpRequest, place: Place, reader: showing.Reader, *, root: Any = None, typed: str = "", fault: str = ""
) -> HttpResponse:
    """The whole table. `typed` and `fault`: what could not be said, and why; it is not lost."""
    snapshot = showing.snapshot(reader)
    at, before, after = (_number(request, name) for name in ("at", "before", "after"))
    page = {
        "messages": snapshot["messages"],
        "facts": snapshot["facts"],
        "before": len(snapshot["messages"]) > 0,
        "after": False,
    }
    if root is None and (at or before or after):
        page = showing.history(reader, around=at, before=before, after=after)
    elif snapshot["messages"]:
        page["before"] = showing.history(reader, before=snapshot["messages"][0]["seq"], most=1)["messages"] != []
    card = titled(snapshot["room"])
    standing = card.get("me") or {}
    read = standing.get("read_seq") if standing.get("state") == "in" else None
    people = sorted(showing.people(reader)["people"], key=lambda one: one["role"] == "member")[:BESIDE]
    context = {
        **facts(place),
        "card": card,
        "said": with_facts(_said(place, page["messages"], read), page.get("facts", ())),
        "earlier": page["before"],
        "at_end": not page["after"],
        "last_seq": page["messages"][-1]["seq"] if page["messages"] else None,
        "first_unread": _first_unread(standing, page["messages"]) if page["before"] else None,
        "pinned": pinned_line(snapshot["pinned"]),
        "pinned_count": len(snapshot["pinned"]),
        "people": [
            one | {"address": profile_of(one.get("handle", "")), "keeps": one["role"] != "member"} for one in people
        ],
        "names_json": json.dumps({one["id"]: one["name"] for one in people}),
        "seq": snapshot["seq"],
        "film": snapshot.get("watching"),
        "film_json": json.dumps(snapshot.get("watching", {})),
        "read": read or snapshot["seq"],
        "is_part": bool(at or before or after or root),
        "mine": mine_of(place.visitor),
        "palette": palette(),
        "drawings_json": json.dumps(drawings()),
        "words_json": json.dumps(words()),
        "enclose_words_json": json.dumps(enclose_words()),
        "blank": blank(),
        "nobody": NOBODY,
        "offers": offers_for(str(NOBODY)) if place.may else [],
        "quoted": _quoted(request, place, reader) if root is None else None,
        "client": new_key().hex,
        "placeholder": gettext("Say something in %(room)s…") % {"room": card["title"]},
        "typed": typed,
        "fault": fault,
        "root": root,
    }
    if root is not None:
        answers = showing.history(reader, thread=UUID(root["id"]), most=ANSWERS, before=before)
        context |= {"answers": _said(place, answers["messages"]), "answers_earlier": answers["before"]}
    return render(request, "chat/room.html", context, status=422 if fault else 200)


def facts(place: Place) -> dict[str, Any]:
    """What every page of a room needs."""
    account = _account(place)
    return {
        "place": place,
        "room": place.room,
        "may": place.may,
        "room_address": place.address,
        "account_id": str(account.pk) if account else "",
    }


def _said(place: Place, messages: list[drawing.Json], new_after: int | None = None) -> list[Said]:
    return said(messages, _account(place), new_after=new_after)


def _quoted(request: HttpRequest, place: Place, reader: showing.Reader) -> drawing.Json | None:
    """The message that what one writes is to answer: `?quote=`, or what the form held when it was refused."""
    asked = request.POST.get("answers") or request.GET.get("quote", "")
    try:
        return drawing.quote(message_or_404(place, reader, UUID(asked))) if asked else None
    except ValueError:
        raise Http404 from None


def _first_unread(standing: dict[str, Any], messages: list[drawing.Json]) -> int | None:
    """Where to jump to, when the first message somebody has not read is not on the page."""
    if not standing.get("unread") or not messages or messages[0]["seq"] <= standing["read_seq"] + 1:
        return None
    return int(standing["read_seq"]) + 1


def _account(place: Place) -> Account | None:
    return place.visitor if isinstance(place.visitor, Account) else None


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        raise Http404
    return int(asked)
