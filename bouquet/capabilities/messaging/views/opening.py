"""Open rooms and conversations, for clients."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions import opening
from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.moderation.actions.limiting import TooFast

_REFUSALS = (ValidationError, TooFast, opening.CannotReach)


@require_POST
@login_required
def open_one(request: HttpRequest) -> HttpResponse:
    """A room of one's own."""
    try:
        room = opening.open_room(
            by=member_of(request),
            name=request.POST.get("name", ""),
            topic=request.POST.get("topic", ""),
            openness=request.POST.get("openness", Room.Openness.PUBLIC),
        )
    except _REFUSALS as refusal:
        return _refused(refusal)
    return JsonResponse({"room": room.code}, status=201)


@require_POST
@login_required
def converse(request: HttpRequest) -> HttpResponse:
    """The conversation with `people` (handles): the one there is, or a new one."""
    handles = [handle.strip().lstrip("@").lower() for handle in request.POST.getlist("people")]
    people = list(Account.objects.active().filter(handle__in=handles[: policies.MOST_IN_CONVERSATION + 1]))
    try:
        room = opening.converse(by=member_of(request), people=people)
    except _REFUSALS as refusal:
        return _refused(refusal)
    return JsonResponse({"room": room.code})


def _refused(refusal: Exception) -> HttpResponse:
    if isinstance(refusal, TooFast):
        told = {"error": "slow", "seconds": refusal.seconds, "message": str(refusal)}
        return JsonResponse(told, status=429)
    if isinstance(refusal, ValidationError):
        return JsonResponse({"error": refusal.code or "invalid", "message": " ".join(refusal.messages)}, status=422)
    return JsonResponse({"error": "unreachable", "message": str(refusal)}, status=403)
