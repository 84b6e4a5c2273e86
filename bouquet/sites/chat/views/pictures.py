"""Pictures in rooms: sent while one writes, fetched by who reads."""

from __future__ import annotations

from typing import BinaryIO, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.sites.chat.actions import picturing
from bouquet.sites.chat.models import Picture
from bouquet.sites.chat.views.fetching import inside_or_404

WIDE, FULL = 640, 2560


@require_POST
@login_required
def send(request: HttpRequest, code: str) -> HttpResponse:
    """One picture (`photo`, `alt`, a reserved `key`): answers with the text that names it, or a sentence."""
    place, _reader = inside_or_404(request, code)
    file = request.FILES.get("photo")
    if file is None or file.file is None:
        return JsonResponse({"message": gettext("No picture came along. Choose it again.")}, status=400)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = None
    try:
        named = picturing.take_in(
            room=place.room,
            by=member_of(request),
            file=cast(BinaryIO, file.file),
            key=key,
            alt=request.POST.get("alt", ""),
        )
    except CannotReceive as refused:
        return JsonResponse({"message": refused.sentence()}, status=refused.status)
    except PermissionDenied:
        return JsonResponse({"message": gettext("You cannot do this here. Nothing was changed.")}, status=403)
    return JsonResponse({"text": named})


def picture(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """To its file, for who reads the room; `?width=` as the page shows it, else as large as there is."""
    place, reader = inside_or_404(request, code)
    found = get_object_or_404(Picture.objects.select_related("photo"), room=place.room, pk=key)
    if found.by_id in reader.apart or not picturing.is_shown(found, reader=reader.key) or not found.photo.widths:
        raise Http404
    response = redirect(found.photo.address(WIDE if request.GET.get("width") else FULL))
    # The address it leads to is signed for two hours.
    response["Cache-Control"] = "private, max-age=600"
    return response
