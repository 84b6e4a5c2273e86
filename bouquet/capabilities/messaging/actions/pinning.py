"""Keep a message where everybody finds it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.editing import message_in
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.models import Event, Message
from bouquet.foundation.clock import clock

MOST_PINNED = 30


@transaction.atomic
def pin(*, message: Message, by: Account, client: str = "") -> Event:
    """By who keeps the room, or anyone in a conversation. PermissionDenied, MessageGone, ValidationError."""
    return _change(message, by, client, Event.Kind.PIN)


@transaction.atomic
def unpin(*, message: Message, by: Account, client: str = "") -> Event:
    """As it was before."""
    return _change(message, by, client, Event.Kind.UNPIN)


def _change(message: Message, by: Account, client: str, kind: str) -> Event:
    room = locked(message.room)
    if before := sent_before(room, by, client):
        return before
    kept = message_in(room, message)
    if "pin" not in policies.rights(policies.seat_of(by, room), room):
        raise PermissionDenied
    others = Message.objects.filter(room=room, pinned_at__isnull=False).exclude(pk=kept.pk)
    if kind == Event.Kind.PIN and others.count() >= MOST_PINNED:
        raise ValidationError(
            _("%(most)d messages are pinned already. Take one down first.") % {"most": MOST_PINNED}, code="many"
        )
    kept.pinned_at = clock.now() if kind == Event.Kind.PIN else None
    return append(room, kind, by=by, client=client, message=kept)
