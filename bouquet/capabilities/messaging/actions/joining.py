"""Come in, go, be let in, be sent away. Each is an event of the room, so that clients that were away see it too."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging import policies
from bouquet.capabilities.messaging.actions.recording import append, locked, sent_before
from bouquet.capabilities.messaging.actions.waking import wake_members
from bouquet.capabilities.messaging.events import RoomInvited
from bouquet.capabilities.messaging.models import Event, Member, Room
from bouquet.capabilities.moderation.actions.limiting import require_pace
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def join(*, room: Room, by: Account, client: str = "") -> Event:
    """Into a room that is open to them, or that they were invited into. PermissionDenied. Safe to repeat."""
    kept = locked(room)
    seat = policies.seat_of(by, kept)
    if seat.is_in:
        return sent_before(kept, by, client) or _latest(kept)
    if not seat.may_join:
        raise PermissionDenied
    return _place(kept, by, Member.State.IN, by=by, client=client)


@transaction.atomic
def leave(*, room: Room, by: Account, client: str = "") -> Event:
    """Also refuses an invitation. The last keeper hands the room to whoever is in longest. Safe to repeat."""
    kept = locked(room)
    member = Member.objects.filter(room=kept, account=by).first()
    if member is None or member.state in (Member.State.LEFT, Member.State.BANNED):
        return _latest(kept)
    if kept.pair:
        raise PermissionDenied
    event = _place(kept, by, Member.State.LEFT, by=by, client=client)
    _hand_on(kept)
    return event


@transaction.atomic
def invite(*, room: Room, by: Account, account: Account, client: str = "") -> Event:
    """Keepers ask people in; in public rooms every member does. PermissionDenied, TooFast; ValidationError where that
    person cannot be asked."""
    kept = locked(room)
    seat = policies.seat_of(by, kept)
    if "invite" not in policies.rights(seat, kept):
        raise PermissionDenied
    before = Member.objects.filter(room=kept, account=account).first()
    if before is not None and (before.is_in or before.state == Member.State.INVITED):
        return sent_before(kept, by, client) or _latest(kept)
    if (policies.is_banned(before) and not seat.keeps) or not policies.may_invite(by, account):
        raise ValidationError(_("This person cannot be invited here."), code="person")
    require_pace(account=by, verb="invite")
    event = _place(kept, account, Member.State.INVITED, by=by, client=client)
    announce(RoomInvited(kept.pk, account.pk, by.pk))
    return event


@transaction.atomic
def kick(*, room: Room, by: Account, account: Account, client: str = "") -> Event:
    """Sent out; of a public room they may come back. PermissionDenied."""
    kept = _for_keeper(room, by, account)
    return _place(kept, account, Member.State.LEFT, by=by, client=client)


@transaction.atomic
def ban(*, room: Room, by: Account, account: Account, seconds: int | None = None, client: str = "") -> Event:
    """Sent out, and not let in again for `seconds`, or for good. PermissionDenied."""
    kept = _for_keeper(room, by, account)
    event = _place(kept, account, Member.State.BANNED, by=by, client=client)
    until = clock.now() + timedelta(seconds=seconds) if seconds else None
    Member.objects.filter(room=kept, account=account).update(banned_until=until)
    return event


@transaction.atomic
def unban(*, room: Room, by: Account, account: Account, client: str = "") -> Event:
    """They may come back."""
    kept = _for_keeper(room, by, account)
    if not Member.objects.filter(room=kept, account=account, state=Member.State.BANNED).exists():
        return _latest(kept)
    return _place(kept, account, Member.State.LEFT, by=by, client=client)


@transaction.atomic
def give_role(*, room: Room, by: Account, account: Account, role: str, client: str = "") -> Event:
    """Keeper or member. The founder stays founder; only founders make keepers of their room, and keepers of a thing of
    its room."""
    kept = _for_keeper(room, by, account)
    member = Member.objects.filter(room=kept, account=account).inside().first()
    if member is None or role not in (Member.Role.KEEPER, Member.Role.MEMBER):
        raise PermissionDenied
    own = Member.objects.filter(room=kept, account=by).first()
    if kept.about is None and (own is None or own.role != Member.Role.FOUNDER):
        raise PermissionDenied
    member.role = role
    member.save(update_fields=["role"])
    return _tell(kept, member, by, client)


def sit_down(room: Room, seat: policies.Seat) -> Member:
    """The row of somebody who speaks here: who may simply join is in from then on. The room is `locked`."""
    if seat.account is None:
        raise PermissionDenied
    if seat.member is None or not seat.is_in:
        _place(room, seat.account, Member.State.IN, by=seat.account)
        return Member.objects.get(room=room, account=seat.account)
    return seat.member


def _for_keeper(room: Room, by: Account, account: Account) -> Room:
    """The room, locked, for somebody who keeps it and looks after `account` there."""
    kept = locked(room)
    if kept.is_direct or by.pk == account.pk or not policies.seat_of(by, kept).keeps:
        raise PermissionDenied
    member = Member.objects.filter(room=kept, account=account).first()
    if member is not None and member.is_in and member.role == Member.Role.FOUNDER:
        raise PermissionDenied
    return kept


def _place(room: Room, account: Account, state: str, *, by: Account, client: str = "") -> Event:
    member, _made = Member.objects.get_or_create(
        room=room, account=account, defaults={"state": Member.State.LEFT, "since": clock.now()}
    )
    was_in = member.is_in
    member.state, member.since, member.banned_until = state, clock.now(), None
    if state == Member.State.INVITED:
        member.invited_by = by
    if state == Member.State.IN and not was_in:
        # What was said before they came is not new to them.
        member.read_seq, member.read_posts, member.mentions_count = room.seq, room.posts_count, 0
    if state != Member.State.IN:
        member.role = Member.Role.MEMBER
    member.save()
    change = int(member.is_in) - int(was_in)
    if change:
        room.members_count += change
        Room.objects.filter(pk=room.pk).update(members_count=F("members_count") + change)
    return _tell(room, member, by, client, change={1: "came", -1: "went"}.get(change, ""))


def _tell(room: Room, member: Member, by: Account, client: str, *, change: str = "") -> Event:
    """`change` is what is told among the messages: they came, or went."""
    data = {"account": str(member.account_id), "state": member.state, "role": member.role}
    data |= {"change": change} if change else {}
    wake_members([member.account_id])
    return append(room, Event.Kind.MEMBER, by=by, client=client, data=data)


def _hand_on(room: Room) -> None:
    """A room of its own never stays without somebody to keep it, as long as anybody is in."""
    inside = Member.objects.filter(room=room).inside()
    if room.is_direct or room.about or inside.filter(role=Member.Role.FOUNDER).exists():
        return
    heir = inside.filter(role=Member.Role.KEEPER).order_by("since").first() or inside.order_by("since").first()
    if heir is not None:
        heir.role = Member.Role.FOUNDER
        heir.save(update_fields=["role"])
        _tell(room, heir, heir.account, "")


def _latest(room: Room) -> Event:
    """Nothing had to happen: what happened last."""
    return Event.objects.filter(room=room).select_related("message__author").latest("seq")
