"""Pictures, files and sounds of rooms: sent while one writes, fetched by who reads. On every host of the network."""

from __future__ import annotations

from typing import BinaryIO, cast
from urllib.parse import quote
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models.enclosure import SOUNDS
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.capabilities.messaging.actions import attaching, showing, unfolding
from bouquet.capabilities.messaging.models import Attachment, Room

WIDE, FULL = 640, 2560
MOST_THINGS = 20
# The addresses they lead to are signed for two hours.
_KEPT = "private, max-age=600"


@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """One file (`file`, `words`, `voice`, a reserved `key`): answers with the text that names it, or a sentence."""
    member = visitor_of(request)
    if not isinstance(member, Account):
        return JsonResponse({"message": gettext("Please sign in again. Nothing is lost.")}, status=401)
    room = _reader(request, code).room
    file = request.FILES.get("file")
    if file is None or file.file is None:
        return JsonResponse({"message": gettext("No file came along. Choose it again.")}, status=400)
    try:
        named = attaching.take_in(
            room=room,
            by=member,
            file=cast(BinaryIO, file.file),
            name=file.name or "",
            key=_key(request.POST.get("key", "")),
            words=request.POST.get("words", ""),
            is_voice=request.POST.get("voice") == "1",
        )
    except CannotReceive as refused:
        return JsonResponse({"message": refused.sentence()}, status=refused.status)
    except PermissionDenied:
        return JsonResponse({"message": gettext("You may not do this here.")}, status=403)
    return JsonResponse({"text": named})


@require_GET
def picture(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """To its file; `?width=` as the page shows it, else as large as there is."""
    found = _found(request, code, key).photo
    if found is None or not found.widths:
        raise Http404
    return _lead(found.address(WIDE if request.GET.get("width") else FULL))


@require_GET
def file(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """To a file or a sound, as a download under its own name: nothing people send is opened on our hosts."""
    found = _found(request, code, key).enclosure
    if found is None:
        raise Http404
    return _lead(f"{found.address(found.main_file)}?download={quote(found.saved_name, safe='')}")


@require_GET
def sound(request: HttpRequest, code: str, key: UUID, form: str) -> HttpResponse:
    """To one form of a sound, for a page that plays it."""
    found = _found(request, code, key).enclosure
    if found is None or form not in SOUNDS or found.sort != found.Sort.SOUND:
        raise Http404
    return _lead(found.address(f"sound.{form}"))


@require_GET
def things(request: HttpRequest) -> HttpResponse:
    """The cards of things of this network (`of=kind:key`, several), as far as whoever asks may see them."""
    asked = request.GET.getlist("of")[:MOST_THINGS]
    response = JsonResponse({"things": unfolding.things(asked, visitor_of(request))})
    response["Cache-Control"] = "private, max-age=60"
    return response


def _reader(request: HttpRequest, code: str) -> showing.Reader:
    try:
        return showing.reader_of(get_object_or_404(Room, code=code), visitor_of(request))
    except showing.NotReadable:
        raise Http404 from None


def _found(request: HttpRequest, code: str, key: UUID) -> Attachment:
    reader = _reader(request, code)
    kept = Attachment.objects.select_related("photo", "enclosure")
    found: Attachment = get_object_or_404(kept, room=reader.room, pk=key)
    if found.by_id in reader.apart or not attaching.is_shown(found, reader=reader.key):
        raise Http404
    return found


def _lead(address: str) -> HttpResponse:
    response = redirect(address)
    response["Cache-Control"] = _KEPT
    return response


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
