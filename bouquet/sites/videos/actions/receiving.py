"""A video sent by the browser itself, in one piece: no script, or a phone's share sheet."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions.receiving import receive_sent
from bouquet.sites.videos.actions import drafting
from bouquet.sites.videos.models import Video


def receive(*, file: UploadedFile[bytes], by: Account, purpose: str = drafting.NEW, title: str = "") -> Video:
    """Take the file in, and give the draft that stands for it. Raises `media.policies.CannotReceive`."""
    asset = receive_sent(file=file, owner=by, purpose=purpose, title_hint=title)
    return drafting.draft_from(asset=asset)
