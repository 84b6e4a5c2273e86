"""Find better words for a message, or take it back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.attaching import named_by
from bouquet.capabilities.messaging.actions.posting import require_may_post, screened
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.actions.unfolding import unfold
from bouquet.capabilities.messaging.actions.wording import called_by, html_of, require_words, to_find
from bouquet.capabilities.messaging.engine.naming import spoken
from bouquet.capabilities.messaging.events import MessageCalled, MessageTaken
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.capabilities.moderation.actions import holding
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.capabilities.moderation.actions.screening import Verdict
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing


class MessageGone(Exception):
    """There is no such message (any more)."""


def message_in(room: Room, message: Message) -> Message:
    """The message as it is while the room is locked. MessageGone where nobody can change it any more."""
    found = Message.objects.filter(pk=message.pk, room=room).select_related("author", "linked").first()
    if found is None or found.is_deleted:
        raise MessageGone
    return found


@transaction.atomic
def edit(*, message: Message, by: Account, text: str, client: str = "") -> Event:
    """Its author finds better words; what it said is kept for those who must judge it. Refusals as for `post`."""
    room = locked(message.room)
    if before := sent_before(room, by, client):
        return before
    kept = message_in(room, message)
    if kept.author_id != by.pk:
        raise PermissionDenied
    require_may_post(policies.seat_of(by, room), room)
    words = require_words(text)
    require_pace(account=by, verb="message")
    was_carried, kept.enclosed = kept.enclosed, named_by(words, room=room, by=by)
    keys = [one["key"] for one in (*was_carried, *kept.enclosed)]
    found = screened(spoken(words, keys), by, previous=spoken(kept.text, keys))
    called = called_by(words, by=by, room=room)
    was, already = kept.text, set(kept.mentions)
    kept.text, kept.html, kept.words = words, html_of(words, called, kept.enclosed), to_find(words)
    kept.mentions = [str(person.pk) for person in called]
    kept.edited_at = clock.now()
    unfold(kept)
    if found.verdict == Verdict.HOLD:
        kept.standing = Standing.HIDDEN
    event = append(room, Event.Kind.EDIT, by=by, client=client, message=kept, was=was)
    holding.settle(found, ref=kept.ref, by=by)
    if set(kept.mentions) - already:
        announce(MessageCalled(kept.pk))
    return event


@transaction.atomic
def delete(*, message: Message, by: Account, client: str = "") -> Event:
    """Taken back by its author, or taken away by who keeps the room. PermissionDenied, MessageGone."""
    room = locked(message.room)
    if before := sent_before(room, by, client):
        return before
    kept = message_in(room, message)
    seat = policies.seat_of(by, room)
    if not seat.may_read or not policies.may_delete(seat, author_id=kept.author_id):
        raise PermissionDenied
    kept.deleted_at, kept.pinned_at = clock.now(), None
    event = append(room, Event.Kind.DELETE, by=by, client=client, message=kept, posts=-1)
    # For whoever had not read it, there is one less to read; for the others, one less was read.
    Member.objects.filter(room=room, read_seq__gte=kept.seq, read_posts__gt=0).update(read_posts=F("read_posts") - 1)
    if kept.thread_id is not None:
        Message.objects.filter(pk=kept.thread_id, replies_count__gt=0).update(replies_count=F("replies_count") - 1)
    announce(MessageTaken(kept.pk))
    return event
