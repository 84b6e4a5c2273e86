"""Looking back: JSON for clients."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.messaging import providers
from bouquet.capabilities.messaging.actions import drawing, exporting, ordering, reading, searching, showing
from bouquet.capabilities.messaging.models import Room
from bouquet.foundation.text.folding import fold

LISTED = 50


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """All rooms of who asks, with what is unread."""
    return _json(reading.heads_of(member_of(request)))


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Rooms that anyone may find, the liveliest first; with `q`, by name or topic."""
    rooms = Room.objects.listed().order_by("-latest_at", "-pk")
    asked = request.GET.get("q", "").strip()
    if after := Room.objects.filter(code=request.GET.get("after", "")).first():
        rooms = rooms.filter(latest_at__lt=after.latest_at)
    found = [room for room in rooms[: 20 * LISTED if asked else LISTED] if _is_about(room, asked)]
    return _json({"rooms": [drawing.card(room) for room in found[:LISTED]]})


@require_GET
def snapshot(request: HttpRequest, code: str) -> HttpResponse:
    """The room as it is now."""
    return _json(showing.snapshot(_reader(request, code)))


@require_GET
def history(request: HttpRequest, code: str) -> HttpResponse:
    """`before`, `after` or `around` a number; `thread` for the answers to one message."""
    reader = _reader(request, code)
    page = showing.history(
        reader,
        before=_number(request, "before"),
        after=_number(request, "after"),
        around=_number(request, "around"),
        most=_number(request, "most") or 50,
        thread=_key(request, "thread"),
    )
    return _json(page)


@require_GET
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who is in, a hundred at a time."""
    return _json(showing.people(_reader(request, code), after=request.GET.get("after", "")))


@require_GET
@login_required
def orders(request: HttpRequest, code: str) -> HttpResponse:
    """What one may order here, after a slash."""
    reader = _reader(request, code)
    return _json({"orders": ordering.offered(reader.room, member_of(request))})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """In what one may read."""
    visitor = visitor_of(request)
    room = _reader(request, request.GET["room"]).room if request.GET.get("room") else None
    found = searching.find(words=request.GET.get("q", ""), visitor=visitor, room=room, before=_key(request, "before"))
    return _json({"messages": searching.drawn(found, visitor)})


@require_GET
def permalink(request: HttpRequest, code: str, seq: int) -> HttpResponse:
    """To the room's page, where the message is."""
    address = providers.room_address(_reader(request, code).room.code, seq)
    if not address:
        raise Http404
    return redirect(address)


@require_GET
@login_required
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """The whole room as JSON lines, for who is in it."""
    reader = _reader(request, code)
    if not reader.seat.is_in:
        raise Http404
    response = StreamingHttpResponse(exporting.lines(reader), content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reader.room.code}.jsonl"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@login_required
def archive(request: HttpRequest, code: str) -> HttpResponseBase:
    """The whole room with all it carries, for who is in it."""
    reader = _reader(request, code)
    if not reader.seat.is_in:
        raise Http404
    response = StreamingHttpResponse(exporting.archive(reader), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{reader.room.code}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _reader(request: HttpRequest, code: str) -> showing.Reader:
    """404 for rooms that are not there, or not theirs to read: nobody learns which."""
    room = Room.objects.filter(code=code).first()
    if room is None:
        raise Http404
    try:
        return showing.reader_of(room, visitor_of(request))
    except showing.NotReadable:
        raise Http404 from None


def _json(data: drawing.Json) -> HttpResponse:
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response


def _is_about(room: Room, asked: str) -> bool:
    return fold(asked) in fold(f"{room.name} {room.topic}")


def _number(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET[name]) if request.GET.get(name) else None
    except ValueError:
        raise Http404 from None
