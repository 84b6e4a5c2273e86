"""A video sent by the browser itself, in one piece: no script, or a phone's share sheet."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.ids.keys import new_code
from bouquet.sites.videos.actions import drafting
from bouquet.sites.videos.models import Video


def receive(*, file: UploadedFile[bytes], by: Account, purpose: str = drafting.NEW, title: str = "") -> Video:
    """Take the file in, and give the draft that stands for it. Raises `media.policies.CannotReceive`."""
    path = _on_disk(file)
    try:
        asset = receive_file(
            path=path,
            owner=by,
            purpose=purpose,
            file_name=file.name or "",
            title_hint=title,
            origin=Asset.Origin.UPLOAD,
        )
    finally:
        path.unlink(missing_ok=True)
    return drafting.draft_from(asset=asset)


def _on_disk(file: UploadedFile[bytes]) -> Path:
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    folder: Path = settings.BOUQUET_VAR / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{new_code()}.sent"
    with path.open("wb") as target:
        shutil.copyfileobj(file, target)
    return path
