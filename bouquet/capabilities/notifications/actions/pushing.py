"""Pushes: what is due, each entry as one message to every browser its member is signed in on.

Claimed in one transaction before it is sent, so that a fact is not pushed twice; only when no push service could be
reached at all it is tried again, for an hour.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.actions import addressing, listening
from bouquet.capabilities.notifications.actions.choosing import rhythms_of, ways_for
from bouquet.capabilities.notifications.actions.showing import Shown, part, show
from bouquet.capabilities.notifications.engine.endpoints import ForeignEndpoint
from bouquet.capabilities.notifications.engine.webpush import Browser, Outcome, push
from bouquet.capabilities.notifications.kinds import notice_kind, urgent_kinds
from bouquet.capabilities.notifications.models import Device, Entry, Notice, Rhythm
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock

_AT_ONCE: Final = 8
_AGAIN: Final = timedelta(minutes=5)
_GIVE_UP: Final = timedelta(hours=1)
_LONGEST: Final = 240

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Message:
    """One entry for one member, ready to be sent to `devices`."""

    notices: list[UUID]
    devices: list[Device]
    text: bytes
    topic: str
    # A push service that has not reached the browser by then lets go of it: nothing comes in quiet hours.
    until: datetime | None = None


def is_anything_due() -> bool:
    """Whether somebody waits for a push."""
    return Notice.objects.due_by_push(clock.now()).exists()


def push_what_is_due(*, most: int = 500) -> bool:
    """Push at most so many notices; returns whether there may be more."""
    claimed = _claim(most)
    messages = [
        message for account, some, rhythm in _by_account(claimed) for message in _messages(account, some, rhythm)
    ]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tried = [(message, device) for message in messages for device in message.devices]
        outcomes = list(pool.map(lambda one: _push(*one), tried))
    _settle(messages, [(message, device, outcome) for (message, device), outcome in zip(tried, outcomes, strict=True)])
    return len(claimed) == most


def say(device: Device, *, title: str, body: str, address: str) -> Outcome:
    """A message of the house itself to one browser, such as a trial."""
    text = json.dumps({"title": title, "body": body, "address": address, "tag": "trial"}, ensure_ascii=False)
    outcome = _push(_Message([], [device], text.encode(), ""), device)
    if outcome == Outcome.GONE:
        device.delete()
    return outcome


@transaction.atomic
def _claim(most: int) -> list[Notice]:
    due = Notice.objects.due_by_push(clock.now()).order_by("push_due_at")
    keys = list(due.values_list("pk", flat=True)[:most])
    claimed = list(due.filter(pk__in=keys).select_for_update(of=("self",)).select_related("entry"))
    Notice.objects.filter(pk__in=[notice.pk for notice in claimed]).update(push_due_at=None)
    return claimed


def _by_account(notices: Sequence[Notice]) -> list[tuple[Account, list[Notice], Rhythm | None]]:
    """What is still to be pushed now, by member: what came into quiet hours waits for their end."""
    by_key: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_key[notice.recipient_id].append(notice)
    accounts = Account.objects.in_bulk(list(by_key))
    rhythms = rhythms_of(by_key)
    now = clock.now()
    found = []
    for key, some in by_key.items():
        until = policies.not_before(accounts[key], rhythms.get(key), now)
        held = [one.pk for one in some if until > now and one.kind not in urgent_kinds()]
        Notice.objects.filter(pk__in=held).update(push_due_at=until)
        found.append((accounts[key], [one for one in some if one.pk not in held], rhythms.get(key)))
    return [one for one in found if one[1]]


def _messages(account: Account, notices: Sequence[Notice], rhythm: Rhythm | None) -> list[_Message]:
    devices = list(Device.objects.listening().filter(account=account))
    wanted = _still_wanted(account, notices) if devices else []
    if not wanted:
        return []
    by_entry: dict[UUID, list[Notice]] = defaultdict(list)
    entries: dict[UUID, Entry] = {}
    sight = policies.in_sight(account, [(one.kind, one.about) for one in wanted])
    for one in wanted:
        if one.entry is not None and one.about in sight:
            by_entry[one.entry.pk].append(one)
            entries[one.entry.pk] = one.entry
    with override(account.language):
        shown = show(account, [part(entries[key], some) for key, some in by_entry.items()], sight=sight)
        unread = Entry.objects.unread_counts([account.pk])[account.pk]
        quiet_from = policies.next_quiet(account, rhythm, clock.now())
        return [
            _Message(
                notices=[one.pk for one in by_entry[each.entry.pk]],
                devices=devices,
                text=_text(each, unread),
                topic=each.entry.pk.hex,
                until=None if each.entry.kind in urgent_kinds() else quiet_from,
            )
            for each in shown
        ]


def _still_wanted(account: Account, notices: Sequence[Notice]) -> list[Notice]:
    """Without what was read or taken back meanwhile, turned off, or done by people they hear nothing of any more."""
    unheard = policies.unheard_by(account)
    wanted = []
    for name in dict.fromkeys(one.kind for one in notices):
        kind = notice_kind(name)
        if kind is None or not policies.reachable(kind, [account.pk]).exists():
            continue
        if not ways_for(kind, [account.pk])[account.pk].push:
            continue
        wanted += [one for one in notices if one.kind == name and one.actor_id not in unheard]
    return [
        one
        for one in wanted
        if one.entry is not None and not one.entry.is_read and one.entry.state != Entry.State.REMOVED
    ]


def _text(shown: Shown, unread: int) -> bytes:
    """What the service worker shows; short, for a push takes 4 kB."""
    words = " ".join(shown.line.text.split())
    message = {
        "title": network().name,
        "body": words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…",
        "address": addressing.entry(shown.entry.pk),
        "tag": shown.entry.pk.hex,
        "unread": unread,
    }
    return json.dumps(message, ensure_ascii=False).encode()


def _push(message: _Message, device: Device) -> Outcome:
    """In a thread, without the database."""
    try:
        endpoint = listening.require_known_service(device.endpoint)
    except ForeignEndpoint:
        return Outcome.GONE
    browser = Browser(endpoint, device.p256dh, device.auth)
    contact = f"mailto:{settings.DEFAULT_FROM_EMAIL}"
    kept = int((message.until - clock.now()).total_seconds()) if message.until else None
    key = listening.house_key()
    return push(browser, message.text, key=key, contact=contact, topic=message.topic, keep_seconds=kept)


def _settle(messages: Sequence[_Message], tried: Sequence[tuple[_Message, Device, Outcome]]) -> None:
    gone = {device.pk for _, device, outcome in tried if outcome == Outcome.GONE}
    Device.objects.filter(pk__in=gone).delete()
    told = {device.pk for _, device, outcome in tried if outcome == Outcome.TAKEN}
    Device.objects.filter(pk__in=told).update(told_at=clock.now())
    for _, device, outcome in tried:
        if outcome == Outcome.REFUSED:
            logger.warning("The push service of the device %s refused a message", device.pk)
    later = []
    for message in messages:
        outcomes = {outcome for one, _, outcome in tried if one is message} - {Outcome.GONE}
        if outcomes == {Outcome.LATER}:
            later += message.notices
    again = Notice.objects.filter(pk__in=later, made_at__gt=clock.now() - _GIVE_UP)
    again.update(push_due_at=clock.now() + _AGAIN)
