"""Secret addresses at which calendars read events."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.models import Answer, CalendarLink, Event, Tribe

# What a calendar is given: enough of the past to look back at, bounded both ways.
_PAST: Final = timedelta(days=90)
MOST_EVENTS: Final = 500


def link_for(account: Account, tribe: Tribe | None = None) -> CalendarLink:
    """The address of this member's calendar, or of one tribe's as they see it; made when first asked for."""
    return CalendarLink.objects.get_or_create(account=account, tribe=tribe)[0]


def existing_link(account: Account, tribe: Tribe | None = None) -> CalendarLink | None:
    """The address there is; None while there is none."""
    return CalendarLink.objects.filter(account=account, tribe=tribe).first()


@transaction.atomic
def renew(*, account: Account, tribe: Tribe | None = None) -> CalendarLink:
    """Another address: whoever had the old one sees nothing more."""
    CalendarLink.objects.filter(account=account, tribe=tribe).delete()
    return CalendarLink.objects.create(account=account, tribe=tribe)


def revoke(*, account: Account, tribe: Tribe | None = None) -> None:
    """No address at all."""
    CalendarLink.objects.filter(account=account, tribe=tribe).delete()


def forget(*, account_id: UUID) -> None:
    """An erased member's addresses are dead."""
    CalendarLink.objects.filter(account=account_id).delete()


def events_at(link: CalendarLink) -> list[Event]:
    """What `link` shows now: only what its owner may see, and nothing while they are away."""
    if not link.account.is_active:
        return []
    events = Event.objects.visible_to(link.account).filter(over_at__gt=clock.now() - _PAST)
    if link.tribe is not None:
        events = events.filter(post__tribe=link.tribe)
    else:
        comes = Q(attendances__account=link.account, attendances__answer__in=(Answer.GOING, Answer.MAYBE))
        events = events.filter(comes)
    return _bounded(events)


def events_of(tribe: Tribe, *, viewer: Visitor) -> list[Event]:
    """What shows in `tribe` of what `viewer` may see."""
    events = Event.objects.visible_to(viewer).filter(post__tribe=tribe, post__is_shown=True)
    return _bounded(events.filter(over_at__gt=clock.now() - _PAST))


def coming_for(account: Account, *, most: int = 3) -> list[Event]:
    """The next events `account` said they come to, or may come to."""
    comes = Q(attendances__account=account, attendances__answer__in=(Answer.GOING, Answer.MAYBE))
    return list(Event.objects.visible_to(account).coming().filter(comes).select_related("post", "post__tribe")[:most])


def _bounded(events: QuerySet[Event]) -> list[Event]:
    return list(events.select_related("post", "post__tribe").order_by("starts_at")[:MOST_EVENTS])
