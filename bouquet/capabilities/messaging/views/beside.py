"""The room of a thing: what stands beside the thing's page, and the way into it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from bouquet.capabilities.accounts.asking import Visitor, member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies, providers
from bouquet.capabilities.messaging.actions import placing, showing
from bouquet.capabilities.messaging.models import Room
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref


@require_GET
def about_json(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """What the panel beside a thing draws: the room's snapshot, when it has been opened, and what one may do."""
    ref, visitor = Ref(kind, key), visitor_of(request)
    room = _readable_or_404(ref, visitor)
    told: dict[str, Any] = {
        "account": str(visitor.pk) if isinstance(visitor, Account) else "",
        "may": ["begin"] if room is None and policies.speaks_about(visitor, ref) else [],
    }
    if isinstance(visitor, Account):
        told["token"] = get_token(request)
    if room is not None:
        reader = showing.reader_of(room, visitor)
        told |= showing.snapshot(reader) | {"may": policies.rights(reader.seat, room)}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """To the room of a thing; before there is one, a page that opens it for who may speak there."""
    if request.method == "POST":
        return _open(request, kind=kind, key=key)
    ref, visitor = Ref(kind, key), visitor_of(request)
    room = _readable_or_404(ref, visitor)
    if room is not None and (address := providers.room_address(room.code)):
        return redirect(address)
    context = {"thing": registry.subject(ref), "may_begin": policies.speaks_about(visitor, ref)}
    return render(request, "messaging/about.html", context)


@login_required
def _open(request: HttpRequest, *, kind: str, key: UUID) -> HttpResponse:
    """Opened by whoever wants to speak; a script asks for JSON."""
    ref, member = Ref(kind, key), member_of(request)
    _readable_or_404(ref, member)
    try:
        room = placing.open_for(ref, by=member)
    except placing.NoPlace:
        raise Http404 from None
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"room": room.code})
    return redirect(providers.room_address(room.code) or request.path)


def _readable_or_404(ref: Ref, visitor: Visitor) -> Room | None:
    """The thing's room; None while nobody opened it. Of what one may not read, nobody learns whether it is there."""
    room = placing.find(ref)
    if room is not None:
        if not policies.may_read(visitor, room):
            raise Http404
        return room
    if not placing.is_planned(ref) or not policies.sees_thing(visitor, ref):
        raise Http404
    if not placing.is_public(ref) and not policies.speaks_about(visitor, ref):
        raise Http404
    return None
