"""Open a room, or a conversation."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.recording import append, locked
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.events import RoomChanged, RoomOpened
from bouquet.capabilities.messaging.models import Event, Member, Room
from bouquet.capabilities.messaging.models.room import LONGEST_NAME, LONGEST_TOPIC
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.capabilities.moderation.actions.screening import Verdict, screen
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.tidying import tidied_text

MOST_SLOW_SECONDS = 6 * 3600


class CannotReach(Exception):
    """Somebody cannot be written to by them; `why` says which rule. As text, a sentence for the person."""

    def __init__(self, why: policies.Why) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        if self.why == policies.Why.STRANGER:
            return _("This person is only written to by people they know. Nothing was sent.")
        return _("You cannot write to this person. Nothing was sent.")


@transaction.atomic
def open_room(*, by: Account, name: str, topic: str = "", openness: str = Room.Openness.PUBLIC) -> Room:
    """A room of their own, with its founder in it. ValidationError, TooFast."""
    if openness not in (Room.Openness.PUBLIC, Room.Openness.PRIVATE, Room.Openness.SECRET):
        raise ValidationError(_("Choose who may find and read the room."), code="openness")
    require_pace(account=by, verb="found")
    room = Room.objects.create(
        name=_name(name, by), topic=_topic(topic, by), openness=openness, founder=by, members_count=1
    )
    Member.objects.create(room=room, account=by, role=Member.Role.FOUNDER)
    append(locked(room), Event.Kind.ROOM, by=by)
    wake_members([by.pk])
    announce(RoomOpened(room.pk))
    room.refresh_from_db()
    return room


@transaction.atomic
def room_about(
    ref: Ref, *, name: str, by: Account | None = None, openness: str = Room.Openness.PUBLIC, topic: str = ""
) -> Room:
    """The room of a thing, made when it has none: for the app that owns the thing. Safe to repeat."""
    if found := Room.objects.about(ref).first():
        return found
    try:
        with transaction.atomic():
            room = Room.objects.create(
                name=name[:LONGEST_NAME],
                topic=topic[:LONGEST_TOPIC],
                openness=openness,
                about_kind=ref.kind,
                about_key=ref.key,
                founder=by,
            )
    except IntegrityError:
        return Room.objects.about(ref).get()
    append(locked(room), Event.Kind.ROOM, by=by)
    announce(RoomOpened(room.pk))
    room.refresh_from_db()
    return room


@transaction.atomic
def converse(*, by: Account, people: Collection[Account]) -> Room:
    """The conversation of `by` with these people: of two there is one for ever; of more, a new one each time.

    CannotReach when one of them cannot be written to; ValidationError for nobody or too many; TooFast.
    """
    others = {person.pk: person for person in people if person.pk != by.pk}
    if not others:
        raise ValidationError(_("Choose whom to write to."), code="nobody")
    if len(others) >= policies.MOST_IN_CONVERSATION:
        raise ValidationError(
            _("A conversation is for %(most)d people at most. Open a room instead.")
            % {"most": policies.MOST_IN_CONVERSATION},
            code="many",
        )
    pair = ":".join(sorted(map(str, [by.pk, *others]))) if len(others) == 1 else None
    if pair and (found := Room.objects.filter(pair=pair).first()):
        return found
    for one in others.values():
        # Each of them: nobody is drawn into a group with somebody they keep apart from.
        if why := policies.why_not_write_to(by, [one]):
            raise CannotReach(why)
    require_pace(account=by, verb="converse")
    try:
        with transaction.atomic():
            room = Room.objects.create(openness=Room.Openness.DIRECT, pair=pair, founder=by)
    except IntegrityError:
        return Room.objects.get(pair=pair)
    Member.objects.bulk_create(Member(room=room, account=person) for person in [by, *others.values()])
    Room.objects.filter(pk=room.pk).update(members_count=len(others) + 1)
    append(locked(room), Event.Kind.ROOM, by=by)
    wake_members([by.pk, *others])
    room.refresh_from_db()
    return room


@transaction.atomic
def settle(*, room: Room, by: Account, client: str = "", **changes: Any) -> Event:
    """Name, topic, openness, slow mode, read-only: any of them. PermissionDenied for who does not keep the room."""
    kept = locked(room)
    if not policies.seat_of(by, kept).keeps or kept.is_direct:
        raise PermissionDenied
    before = kept.openness
    if "name" in changes:
        kept.name = _name(str(changes["name"]), by)
    if "topic" in changes:
        kept.topic = _topic(str(changes["topic"]), by)
    if "openness" in changes:
        kept.openness = _openness(str(changes["openness"]), kept)
    if "slow_seconds" in changes:
        kept.slow_seconds = _seconds(changes["slow_seconds"])
    if "read_only" in changes:
        kept.is_read_only = bool(changes["read_only"])
    kept.save(update_fields=["name", "topic", "openness", "slow_seconds", "is_read_only"])
    announce(RoomChanged(kept.pk))
    # Open streams ask again whether they may read.
    data = {"openness": kept.openness} if kept.openness != before else {}
    return append(kept, Event.Kind.ROOM, by=by, client=client, data=data)


def _name(typed: str, by: Account) -> str:
    name = " ".join(tidied_text(typed).split())
    if not name:
        raise ValidationError(_("Give the room a name."), code="empty")
    if len(name) > LONGEST_NAME:
        raise ValidationError(_("A name has %(most)d characters at most.") % {"most": LONGEST_NAME}, code="long")
    return _screened(name, by)


def _topic(typed: str, by: Account) -> str:
    topic = tidied_text(typed)
    if len(topic) > LONGEST_TOPIC:
        raise ValidationError(_("A topic has %(most)d characters at most.") % {"most": LONGEST_TOPIC}, code="long")
    return _screened(topic, by) if topic else ""


def _screened(words: str, by: Account) -> str:
    found = screen(text=words, by=by, ref_kind="messaging.room")
    if found.verdict != Verdict.PUBLISH:
        raise ValidationError(found.reason, code="words")
    return words


def _openness(wanted: str, room: Room) -> str:
    allowed = [Room.Openness.PUBLIC, Room.Openness.PRIVATE]
    if wanted not in ([*allowed] if room.about else [*allowed, Room.Openness.SECRET]):
        raise ValidationError(_("Choose who may find and read the room."), code="openness")
    return wanted


def _seconds(wanted: Any) -> int:
    if not isinstance(wanted, int) or not 0 <= wanted <= MOST_SLOW_SECONDS:
        raise ValidationError(_("Slow mode is between 0 seconds and 6 hours."), code="slow")
    return wanted
