"""A member's copy of their data: asked for, made in the background, kept seven days (RGPD art. 15 and 20)."""

from __future__ import annotations

import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from bouquet.capabilities.accounts.actions.mailing import mail
from bouquet.capabilities.accounts.events import CopyAsked
from bouquet.capabilities.accounts.exporting import ExportFile, collectors
from bouquet.capabilities.accounts.models import Account, Export
from bouquet.capabilities.accounts.models.export import KEPT
from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store

# A copy that is not ready after this long has failed: it may be asked for again.
PATIENCE = timedelta(hours=12)
_SIGNER = Signer(salt="bouquet.accounts.copy")


@transaction.atomic
def ask_for_copy(*, account: Account) -> Export:
    """Have a copy made; the one that is being made already, if there is one."""
    latest = account.exports.order_by("-asked_at").first()
    if latest and latest.is_being_made and clock.now() - latest.asked_at < PATIENCE:
        return latest
    export = Export.objects.create(account=account)
    announce(CopyAsked(export_id=export.pk))
    return export


def make_copy(export_id: UUID) -> None:
    """Write the ZIP and mail the link. Safe to repeat: the same file, and one mail."""
    export = Export.objects.select_related("account").filter(pk=export_id, made_at=None).first()
    if export is None:
        return
    folder: Path = settings.BOUQUET_VAR / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    _require_space(folder)
    draft = folder / f"{export.pk}.zip"
    try:
        _write(draft, export.account)
        size = draft.stat().st_size
        store().put_file(draft, export.key)
    finally:
        draft.unlink(missing_ok=True)
    if Export.objects.filter(pk=export.pk, made_at=None).update(made_at=clock.now(), size_bytes=size):
        mail(export.account, "copy_ready", address=address_of(export), export=export)


def address_of(export: Export) -> str:
    """Where the member, signed in, can fetch it. The signature keeps the address from being guessed."""
    with override(export.account.language):
        path = reverse("accounts:download_copy", args=[_SIGNER.sign(str(export.pk))])
    return address_at(network().account_host, path)


def copy_behind(ticket: str, *, account: Account) -> Export | None:
    """The copy an address leads to, if it is this member's and still kept; raises BadSignature."""
    export = account.exports.filter(pk=_SIGNER.unsign(ticket)).first()
    return export if export and export.is_ready else None


def forget_old_copies() -> None:
    """A chore: copies are kept seven days."""
    old = clock.now() - KEPT
    for export in [*Export.objects.filter(made_at__lt=old), *Export.objects.filter(made_at=None, asked_at__lt=old)]:
        store().delete(export.key)
        export.delete()


class DiskFull(OSError):
    """Writing the copy would take the last free space; the job fails, and the member may ask again later."""


def _require_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < settings.BOUQUET_FREE_SPACE_FLOOR_BYTES:
        raise DiskFull


def _write(target: Path, account: Account) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, collect in collectors.items():
            for file in collect(account):
                _require_space(target.parent)
                _add(archive, f"{name}/{file.name}", file)


def _add(archive: zipfile.ZipFile, name: str, file: ExportFile) -> None:
    if file.stored:
        with store().open_local(file.stored) as path:
            # Pictures and videos are compressed already.
            archive.write(path, name, zipfile.ZIP_STORED)
        return
    with archive.open(name, "w", force_zip64=True) as entry:
        for part in file.parts:
            entry.write(part)
