"""Ask for the file at an address to be fetched."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.engine.fetching.addresses import require_address
from bouquet.capabilities.media.events import ImportAsked
from bouquet.capabilities.media.models import Import
from bouquet.foundation.events.announcing import announce

MOST_AT_ONCE: Final = 5


class TooManyImports(policies.CannotReceive):
    """One member has several imports going."""

    status = 429

    def sentence(self) -> str:
        return policies.TooManyUploads().sentence()


@transaction.atomic
def ask_import(*, account: Account, address: str, purpose: str) -> Import:
    """Have the file at `address` fetched for `purpose`. Raises `Forbidden` and `policies.CannotReceive`."""
    policies.require_can_receive(account, size_bytes=0)
    require_address(address, ports=settings.BOUQUET_IMPORT_PORTS)
    going = (Import.State.WAITING, Import.State.FETCHING)
    if Import.objects.filter(owner=account, state__in=going).count() >= MOST_AT_ONCE:
        raise TooManyImports
    wanted = Import.objects.create(owner=account, purpose=purpose, address=address)
    announce(ImportAsked(import_id=wanted.pk))
    return wanted
