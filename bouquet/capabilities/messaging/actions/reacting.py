"""Put an emoji on a message, or take it off."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.editing import message_in
from bouquet.capabilities.messaging.actions.joining import sit_down
from bouquet.capabilities.messaging.actions.posting import require_may_post
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.engine.emoji import is_emoji
from bouquet.capabilities.messaging.models import Event, Message, Reaction
from bouquet.capabilities.moderation.actions.limiting import require_pace

# Different ones on one message.
MOST_EMOJI = 20
MOST_NAMED = 50


@transaction.atomic
def react(*, message: Message, by: Account, emoji: str, client: str = "") -> Event:
    """PermissionDenied, ReadOnly, CannotReach, MessageGone, TooFast; ValidationError for what is no emoji."""
    return _change(message, by, emoji, client, Event.Kind.REACT)


@transaction.atomic
def unreact(*, message: Message, by: Account, emoji: str, client: str = "") -> Event:
    """As it was before."""
    return _change(message, by, emoji, client, Event.Kind.UNREACT)


def _change(message: Message, by: Account, emoji: str, client: str, kind: str) -> Event:
    room = locked(message.room)
    if before := sent_before(room, by, client):
        return before
    kept = message_in(room, message)
    seat = policies.seat_of(by, room)
    require_may_post(seat, room)
    if not is_emoji(emoji):
        raise ValidationError(_("Choose one emoji."), code="emoji")
    require_pace(account=by, verb="react")
    sit_down(room, seat)
    if kind == Event.Kind.UNREACT:
        Reaction.objects.filter(message=kept, account=by, emoji=emoji).delete()
    elif emoji not in kept.reactions and len(kept.reactions) >= MOST_EMOJI:
        raise ValidationError(_("There are enough different emoji on this message."), code="many")
    else:
        Reaction.objects.get_or_create(message=kept, account=by, emoji=emoji)
    kept.reactions = reactions_on(kept.pk)
    return append(room, kind, by=by, client=client, message=kept, data={"emoji": emoji})


def reactions_on(message_id: UUID) -> dict[str, dict[str, object]]:
    """As a message keeps them: the first emoji first, and who, up to `MOST_NAMED`."""
    people: dict[str, list[str]] = defaultdict(list)
    rows = Reaction.objects.filter(message=message_id).order_by("made_at", "pk").values_list("emoji", "account")
    for emoji, account in rows:
        people[emoji].append(str(account))
    return {emoji: {"n": len(names), "by": names[:MOST_NAMED]} for emoji, names in people.items()}
