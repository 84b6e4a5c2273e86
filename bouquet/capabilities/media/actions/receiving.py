"""Take a whole file in: into the store, and known as an asset."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import IntegrityError, transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.events import AssetReceived
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.storage.store import store


def receive_file(
    *,
    path: Path,
    owner: Account,
    purpose: str,
    file_name: str,
    title_hint: str = "",
    origin: str,
    asset_id: uuid.UUID | None = None,
) -> Asset:
    """The file at `path` becomes an asset of `owner`, and is moved into the store (copied, for a command).

    With a reserved `asset_id`, calling again, also after a crash half way, gives the same asset. Raises
    `policies.CannotReceive`; the file then stays where it is.
    """
    reserved = asset_id or new_key()
    known = Asset.objects.filter(pk=reserved).first()
    if known is not None:
        return known
    draft = Asset(
        pk=reserved,
        owner=owner,
        purpose=purpose,
        title_hint=_short(title_hint, 200),
        file_name=_short(Path(file_name.replace("\\", "/")).name, 255),
        origin=origin,
    )
    if path.exists():
        draft.size_bytes = path.stat().st_size
        policies.require_can_receive(owner, size_bytes=draft.size_bytes)
        source = _copied(path) if origin == Asset.Origin.COMMAND else path
        store().put_file(source, draft.original)
        # A local disk moved it; a store elsewhere has copied it.
        source.unlink(missing_ok=True)
    else:
        # A crash after the move and before the row: the file is already where it belongs.
        draft.size_bytes = store().size(draft.original)
    return _known(draft)


def receive_sent(*, file: UploadedFile[bytes], owner: Account, purpose: str, title_hint: str = "") -> Asset:
    """A file that a browser sent by itself, in one piece (no script), becomes an asset. Raises as `receive_file`."""
    path = _on_disk(file)
    try:
        return receive_file(
            path=path,
            owner=owner,
            purpose=purpose,
            file_name=file.name or "",
            title_hint=title_hint,
            origin=Asset.Origin.UPLOAD,
        )
    finally:
        path.unlink(missing_ok=True)


def _on_disk(file: UploadedFile[bytes]) -> Path:
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    folder: Path = settings.BOUQUET_VAR / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_code()}.sent"
    with path.open("wb") as target:
        shutil.copyfileobj(file, target)
    return path


def _known(draft: Asset) -> Asset:
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            announce(AssetReceived(asset_id=draft.pk))
    except IntegrityError:
        # The same file was handed over twice at once; the other was faster.
        return Asset.objects.get(pk=draft.pk)
    return draft


def _copied(path: Path) -> Path:
    """A copy to give away: an operator's own file stays where it is."""
    folder = settings.BOUQUET_VAR / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    copy: Path = folder / f"{new_code()}.copy"
    try:
        shutil.copyfile(path, copy)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _short(text: str, most: int) -> str:
    """Printable, on one line, at most `most` characters."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line[:most]
