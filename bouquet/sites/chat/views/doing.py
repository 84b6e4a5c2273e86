"""What one does in a room, without a script: say, react, change, come in, go."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.capabilities.messaging.actions import (
    attaching,
    drawing,
    editing,
    joining,
    ordering,
    pinning,
    posting,
    reacting,
    reading,
)
from bouquet.capabilities.messaging.engine import orders
from bouquet.capabilities.messaging.engine.orders import Typed
from bouquet.capabilities.messaging.models import Message
from bouquet.sites.chat.views.fetching import Place, inside_or_404, message_or_404, place_or_404
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of
from bouquet.sites.chat.views.room import facts, shown
from bouquet.sites.chat.views.showing import said

LONGEST_CLIENT = 64
MOST_FILES = attaching.MOST_NAMED


@require_POST
@login_required
def say(request: HttpRequest, code: str) -> HttpResponse:
    """A message, or with `thread` an answer. Sent twice (`client`), it is said once. What is refused is not lost."""
    place, reader = inside_or_404(request, code)
    text, client = request.POST.get("text", ""), request.POST.get("client", "")[:LONGEST_CLIENT]
    root, answers = (
        message_or_404(place, reader, _key(request.POST[name])) if request.POST.get(name) else None
        for name in ("thread", "answers")
    )
    try:
        named = [_taken_in(place, member_of(request), file) for file in request.FILES.getlist("file")[:MOST_FILES]]
        text = "\n\n".join(filter(None, [text.strip(), *named]))
        if not named and (typed := orders.read(text)) is not None:
            return _ordered(request, place, typed, client, root)
        said_text = orders.unslashed(text)
        event = posting.post(
            room=place.room, by=member_of(request), text=said_text, client=client, thread=root, answers=answers
        )
    except REFUSALS as refusal:
        fault = sentence_of(refusal)
        one = drawing.message(root, reader=reader.key) if root else None
        drawn = said([one], member_of(request))[0] if one else None
        return shown(request, place, reader, root=drawn, typed=text, fault=fault)
    reading.read_up_to(room=place.room, by=member_of(request), seq=event.seq)
    return redirect("chat:thread", code, root.pk) if root else redirect(f"{place.address}#m{event.seq}")


@require_POST
@login_required
def react(request: HttpRequest, code: str) -> HttpResponse:
    """`react` holds a message's key and an emoji: on it, or off again."""
    place, reader = inside_or_404(request, code)
    key, _, emoji = request.POST.get("react", "").partition(" ")
    message = message_or_404(place, reader, _key(key))
    is_on = message.reacted.filter(account=member_of(request), emoji=emoji).exists()
    try:
        (reacting.unreact if is_on else reacting.react)(message=message, by=member_of(request), emoji=emoji)
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
    return redirect(_at(place, message))


@login_required
def edit(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Better words for one's own."""
    place, reader = inside_or_404(request, code)
    message = message_or_404(place, reader, key)
    if message.author_id != member_of(request).pk:
        raise Http404
    text, fault = request.POST.get("text", message.text), ""
    if request.method == "POST":
        try:
            editing.edit(message=message, by=member_of(request), text=text)
        except REFUSALS as refusal:
            fault = sentence_of(refusal)
        else:
            return redirect(_at(place, message))
    context = {"message": message, "text": text, "fault": fault, **facts(place)}
    return render(request, "chat/edit.html", context, status=422 if fault else 200)


@require_POST
@login_required
def change(request: HttpRequest, code: str, key: UUID, verb: str) -> HttpResponse:
    """Take a message away, keep it where everybody finds it, or no longer."""
    verbs = {"delete": editing.delete, "pin": pinning.pin, "unpin": pinning.unpin}
    if verb not in verbs:
        raise Http404
    place, reader = inside_or_404(request, code)
    message = message_or_404(place, reader, key)
    try:
        verbs[verb](message=message, by=member_of(request))
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
    return redirect(_at(place, message))


@require_POST
@login_required
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Into a room that is open, or that invited the member."""
    place = place_or_404(request, code)
    try:
        joining.join(room=place.room, by=member_of(request))
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
    return redirect(place.address)


@require_POST
@login_required
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """Out of it; also says no to an invitation."""
    place = place_or_404(request, code)
    try:
        joining.leave(room=place.room, by=member_of(request))
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect(place.address)
    messages.success(request, gettext("You left the room."))
    return redirect("chat:home")


def _ordered(request: HttpRequest, place: Place, typed: Typed, client: str, root: Message | None) -> HttpResponse:
    """What it answers is for whoever gave the order. Raises what it refuses."""
    done = ordering.carry_out(room=place.room, by=member_of(request), typed=typed, client=client, thread=root)
    if done.told:
        messages.info(request, done.told)
    if root is not None:
        return redirect("chat:thread", place.room.code, root.pk)
    return redirect(place.address if typed.name not in ordering.LEAVING else "chat:home")


def _taken_in(place: Place, member: Account, file: UploadedFile[bytes]) -> str:
    name = file.name or ""
    try:
        return attaching.take_in(
            room=place.room, by=member, file=cast(BinaryIO, file.file), name=name, words=PurePath(name).stem
        )
    except CannotReceive as refused:
        raise ValidationError(refused.sentence()) from None


def _at(place: Place, message: Message) -> str:
    return f"{place.address}?at={message.seq}#m{message.seq}"


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404 from None
