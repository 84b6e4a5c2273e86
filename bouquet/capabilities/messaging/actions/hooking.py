"""Addresses elsewhere that a bot has told what happens in its room."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden, require_address
from bouquet.capabilities.messaging.actions.employing import count_hooks, require_keeper
from bouquet.capabilities.messaging.actions.recording import locked
from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.messaging.models.bot import Bot
from bouquet.capabilities.messaging.models.hook import Delivery, Hook
from bouquet.foundation.clock import clock

MOST_HOOKS = 3
LONGEST_ADDRESS = 500


@transaction.atomic
def add_hook(*, bot: Bot, by: Account, address: str, hears: str = Hook.Hears.EVERYTHING) -> Hook:
    """Tell `address` what happens from now on. PermissionDenied; ValidationError where an address cannot be asked."""
    room = _kept(bot.room, by)
    wanted = address.strip()
    try:
        require_address(wanted, ports=settings.BOUQUET_IMPORT_PORTS)
    except Forbidden:
        raise ValidationError(
            _("Give an address on the Internet that begins with https:// or http://."), code="address"
        ) from None
    if len(wanted) > LONGEST_ADDRESS:
        raise ValidationError(_("This address is too long."), code="address")
    if hears not in Hook.Hears.values:
        raise ValidationError(_("Choose what the address is told."), code="hears")
    if bot.hooks.count() >= MOST_HOOKS:
        raise ValidationError(_("A bot tells %(most)d addresses at most.") % {"most": MOST_HOOKS}, code="many")
    hook = Hook.objects.create(bot=bot, room=room, address=wanted, hears=hears, handed_seq=room.seq)
    count_hooks(room)
    return hook


@transaction.atomic
def switch(*, hook: Hook, by: Account, is_on: bool) -> None:
    """Off, nothing is sent; on again, it goes on from that moment: what happened meanwhile is not told."""
    room = _kept(hook.room, by)
    row = Hook.objects.filter(pk=hook.pk)
    if is_on:
        row.filter(is_on=False).update(is_on=True, went_off_at=None, handed_seq=room.seq)
        Delivery.objects.filter(hook=hook.pk, state=Delivery.State.WAITING).update(due_at=clock.now())
    else:
        row.update(is_on=False)
    count_hooks(room)


@transaction.atomic
def renew_secret(*, hook: Hook, by: Account) -> None:
    """Deliveries are signed otherwise from now on."""
    _kept(hook.room, by)
    kept = Hook.objects.select_for_update().get(pk=hook.pk)
    kept.edition += 1
    kept.save(update_fields=["edition"])


@transaction.atomic
def remove(*, hook: Hook, by: Account) -> None:
    """It is told nothing any more, and what became of its deliveries is forgotten."""
    room = _kept(hook.room, by)
    hook.delete()
    count_hooks(room)


@transaction.atomic
def send_again(*, delivery: Delivery, by: Account) -> None:
    """Once more from the beginning, now."""
    _kept(delivery.hook.room, by)
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.WAITING, attempts=0, due_at=clock.now())


def _kept(room: Room, by: Account) -> Room:
    kept = locked(room)
    require_keeper(kept, by)
    return kept
