"""Upload tickets: who may upload what, checked by the live process without a database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.utils.translation import get_language

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.foundation.clock import clock

LASTS: Final = timedelta(hours=24)
_SALT: Final = "media.upload-ticket"


class BadTicket(Exception):
    """Forged, or out of date."""


@dataclass(frozen=True)
class Ticket:
    """What a ticket says. `quota_left` is that of the moment `made_at` (seconds since 1970)."""

    account_id: uuid.UUID
    purpose: str
    most_bytes: int
    quota_left: int
    made_at: float
    language: str


def upload_ticket(account: Account, *, purpose: str) -> str:
    """A signed text that lets `account` upload for `purpose` during 24 h; pages print a new one each time."""
    return signing.dumps(
        {
            "a": account.pk.hex,
            "p": purpose,
            "m": settings.BOUQUET_MAX_UPLOAD_BYTES,
            "q": policies.quota_left(account),
            "t": clock.timestamp(),
            "l": get_language() or settings.LANGUAGE_CODE,
        },
        salt=_SALT,
    )


def read_ticket(text: str) -> Ticket:
    """The inverse; raises BadTicket."""
    try:
        values = signing.loads(text, salt=_SALT)
        ticket = Ticket(uuid.UUID(values["a"]), values["p"], values["m"], values["q"], values["t"], values["l"])
    except (signing.BadSignature, KeyError, ValueError) as error:
        raise BadTicket from error
    if ticket.made_at + LASTS.total_seconds() < clock.timestamp():
        raise BadTicket
    return ticket
