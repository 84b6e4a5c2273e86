"""The uploads that grow on this machine, between the browser and the store."""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.actions.ticketing import Ticket
from bouquet.capabilities.media.engine.tus.answers import Refusal
from bouquet.capabilities.media.engine.tus.shelf import LASTS_SECONDS, Record, Shelf, new_id
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

logger = logging.getLogger(__name__)

MOST_OPEN_UPLOADS: Final = 50
_METADATA_KEPT: Final = {"filename": 255, "title": 200}
_ABANDONED_SECONDS: Final = 24 * 3600


@dataclass(frozen=True)
class Growing:
    """An upload on its way, for the operator. Not its id: whoever has that may go on with it."""

    owner: str
    file_name: str
    length: int
    received: int
    began_at: datetime
    heard_at: datetime


def shelf() -> Shelf:
    """Where uploads of this machine grow."""
    return Shelf(settings.BOUQUET_VAR / "uploads")


def open_upload(ticket: Ticket, *, length: int, metadata: dict[str, str]) -> Record:
    """A new upload of `length` bytes, if ticket, quota and disk allow. Raises `policies.CannotReceive`. No database."""
    if length > ticket.most_bytes:
        raise policies.TooLarge
    here = shelf()
    owner = str(ticket.account_id)
    mine = [record for record in here.of_owner(owner) if not record.is_gone]
    if sum(1 for record in mine if not record.is_finished) >= MOST_OPEN_UPLOADS:
        raise policies.TooManyUploads
    # What was handed over since the ticket was printed is not in its quota yet, nor is what is still growing.
    spoken_for = sum(r.length for r in mine if not r.is_finished or r.made_at >= ticket.made_at)
    if length > ticket.quota_left - spoken_for:
        raise policies.QuotaExceeded(ticket.quota_left - spoken_for)
    require_space_for(length + sum(r.length - here.offset(r) for r in here.open_ones()))
    return here.new(
        Record(
            id=new_id(owner),
            length=length,
            owner=owner,
            purpose=ticket.purpose,
            made_at=clock.timestamp(),
            asset_id=str(new_key()),
            language=ticket.language,
            metadata={key: metadata.get(key, "")[:most] for key, most in _METADATA_KEPT.items()},
        )
    )


def growing() -> list[Growing]:
    """What is being sent to this machine, last heard of first."""
    here = shelf()
    return _seen(here, here.open_ones())


def growing_of(account: Account) -> list[Growing]:
    """What this member is sending to this machine, last heard of first."""
    here = shelf()
    mine = here.of_owner(str(account.pk))
    return _seen(here, (record for record in mine if not record.is_finished and not record.is_gone))


def _seen(here: Shelf, records: Iterable[Record]) -> list[Growing]:
    seen = [
        Growing(
            owner=record.owner,
            file_name=record.metadata.get("filename", ""),
            length=record.length,
            received=here.offset(record),
            began_at=datetime.fromtimestamp(record.made_at, UTC),
            heard_at=datetime.fromtimestamp(here.expires_at(record) - LASTS_SECONDS, UTC),
        )
        for record in records
    ]
    return sorted(seen, key=lambda upload: upload.heard_at, reverse=True)


def require_space_for(coming: int) -> None:
    """DiskFull when `coming` more bytes would leave less than the floor where uploads grow."""
    here = shelf().folder
    here.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(here).free - coming < settings.BOUQUET_FREE_SPACE_FLOOR_BYTES:
        raise policies.DiskFull


def hand_over(record: Record) -> Asset:
    """A whole upload becomes an asset: one, however often this is called. Raises `policies.CannotReceive`."""
    owner = Account.objects.filter(pk=record.owner).first()
    if owner is None:
        raise policies.CannotReceive
    return receive_file(
        path=shelf().bytes_of(record.id),
        owner=owner,
        purpose=record.purpose,
        file_name=record.metadata.get("filename", ""),
        title_hint=record.metadata.get("title", ""),
        origin=Asset.Origin.UPLOAD,
        asset_id=uuid.UUID(record.asset_id),
    )


def refusal(error: policies.CannotReceive, language: str) -> Refusal:
    """What the upload server answers, in the member's language."""
    with override(language):
        return Refusal(error.status, error.sentence())


def sweep() -> None:
    """End expired uploads, hand over whole ones whose end a crash swallowed, and clear what dead jobs left behind."""
    here = shelf()
    now = clock.timestamp()
    here.sweep(now)
    for record in here.open_ones():
        # One whose last byte came two minutes ago is no longer in the hands of the live process.
        if here.offset(record) == record.length and here.expires_at(record) - LASTS_SECONDS < now - 120:
            _finish(here, record)
    for folder in ("scratch", "imports", "mail"):
        _clear(settings.BOUQUET_VAR / folder)


def _finish(here: Shelf, record: Record) -> None:
    try:
        hand_over(record)
    except policies.CannotReceive as refused:
        logger.info("The whole upload %s cannot be taken: %s", record.id, refused)
    else:
        here.finish(record)


def _clear(folder: Path) -> None:
    if not folder.is_dir():
        return
    for left in folder.iterdir():
        newest = max((path.stat().st_mtime for path in (left, *left.rglob("*"))), default=0.0)
        if newest < time.time() - _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
