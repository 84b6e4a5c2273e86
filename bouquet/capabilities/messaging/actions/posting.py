"""Say something in a room."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bouquet.capabilities.accounts.models import Account, Mute
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.attaching import named_by
from bouquet.capabilities.messaging.actions.joining import sit_down
from bouquet.capabilities.messaging.actions.opening import CannotReach
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.actions.unfolding import unfold
from bouquet.capabilities.messaging.actions.wording import called_by, html_of, require_words, to_find
from bouquet.capabilities.messaging.engine.naming import spoken
from bouquet.capabilities.messaging.events import MessageCalled
from bouquet.capabilities.messaging.models import Event, Member, Message, Room
from bouquet.capabilities.messaging.models.message import KIND
from bouquet.capabilities.moderation.actions import holding
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.capabilities.moderation.actions.screening import Screening, Verdict, screen
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Standing


class ReadOnly(Exception):
    """Only those who keep the room speak here."""

    def __str__(self) -> str:
        return _("Only those who look after this room write here. Your message was not sent.")


class Slow(Exception):
    """The room is in slow mode: `seconds` until they may speak again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return ngettext(
            "Slow mode: your message leaves in %(count)d second.",
            "Slow mode: your message leaves in %(count)d seconds.",
            self.seconds,
        ) % {"count": self.seconds}


class WordsRefused(Exception):
    """The house does not publish these words."""


@transaction.atomic
def post(
    *,
    room: Room,
    by: Account,
    text: str,
    client: str = "",
    thread: Message | None = None,
    answers: Message | None = None,
    is_told: bool = False,
    data: dict[str, Any] | None = None,
) -> Event:
    """`by` says `text`; the same `client` says nothing twice. Who may simply join is in from then on. `is_told`: the
    house says it for them (their post came out), so that no pace holds it back. `data` goes with the event.

    PermissionDenied, ReadOnly, CannotReach, Slow, TooFast, ValidationError, WordsRefused.
    """
    kept = locked(room)
    if before := sent_before(kept, by, client):
        return before
    seat = policies.seat_of(by, kept)
    require_may_post(seat, kept)
    _require_in_room(kept, thread, answers)
    if thread is not None and thread.thread_id is not None:
        thread = thread.thread
    words = require_words(text)
    if not is_told:
        if wait := policies.slow_wait(seat, kept):
            raise Slow(wait)
        require_pace(account=by, verb="message")
    enclosed = named_by(words, room=kept, by=by)
    found = screened(spoken(words, [one["key"] for one in enclosed]), by)
    member = sit_down(kept, seat)
    called = called_by(words, by=by, room=kept)
    message = Message(
        room=kept,
        author=by,
        client=client,
        text=words,
        html=html_of(words, called, enclosed),
        words=to_find(words),
        mentions=[str(person.pk) for person in called],
        enclosed=enclosed,
        thread=thread,
        answers=answers,
        standing=Standing.HIDDEN if found.verdict == Verdict.HOLD else Standing.SHOWN,
    )
    unfold(message)
    event = append(kept, Event.Kind.POST, by=by, client=client, message=message, data=data, posts=1)
    if thread is not None:
        Message.objects.filter(pk=thread.pk).update(replies_count=F("replies_count") + 1, last_reply_at=message.made_at)
    holding.settle(found, ref=message.ref, by=by)
    _count(kept, member, event, called)
    if called or kept.is_direct or thread is not None or answers is not None:
        announce(MessageCalled(message.pk))
    return event


def require_may_post(seat: policies.Seat, room: Room) -> None:
    """PermissionDenied, ReadOnly, CannotReach."""
    why = policies.why_not_post(seat, room)
    if why == policies.Why.NOT_THEIRS:
        raise PermissionDenied
    if why == policies.Why.READ_ONLY:
        raise ReadOnly
    if why is not None:
        raise CannotReach(why)


def screened(words: str, by: Account, *, previous: str = "") -> Screening:
    """What the house thinks of these words. WordsRefused."""
    found = screen(text=words, by=by, ref_kind=KIND, previous=previous)
    if found.verdict == Verdict.REFUSE:
        raise WordsRefused(found.reason)
    return found


def _require_in_room(room: Room, *messages: Message | None) -> None:
    for one in messages:
        if one is not None and (one.room_id != room.pk or one.is_deleted):
            raise ValidationError(_("The message you answer is not there any more."), code="gone")


def _count(room: Room, member: Member, event: Event, called: list[Account]) -> None:
    """Who speaks has read what was said before; who is called, and does not mute them, finds a number on the room."""
    Member.objects.filter(pk=member.pk).update(
        read_seq=event.seq, read_posts=room.posts_count, mentions_count=0, posted_at=clock.now()
    )
    if called:
        hearing = Member.objects.filter(room=room).of([person.pk for person in called])
        if not room.is_direct:
            hearing = hearing.exclude(account__in=Mute.objects.filter(muted=member.account_id).values("muter"))
        hearing.update(mentions_count=F("mentions_count") + 1)
