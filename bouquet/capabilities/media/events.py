"""What others may want to know of a video's way from a received file to something that plays."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class AssetReceived:
    """A whole file is in the store; nothing is known of it yet."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetProbed:
    """The file is a video we can use; its size and duration are known."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetPlayable:
    """The first quality plays; the others follow."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetCut:
    """A long video was cut into pieces, which any worker may make."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class PiecesMade:
    """The last piece of a video was made: they can be joined."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetReady:
    """Every quality is there."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetRefused:
    """The file cannot be used; `asset.refusal_sentence()` says why."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetFailed:
    """Our machinery failed on the file; it can be retried."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetRetried:
    """The owner asked that a failed file be tried again."""

    asset_id: uuid.UUID


@dataclass(frozen=True)
class AssetMoved:
    """The files of an asset belong in another folder of the store, because it went public or private."""

    asset_id: uuid.UUID
    source: str
    target: str


@dataclass(frozen=True)
class AssetErased:
    """An asset is gone; its folders in the store go too."""

    asset_id: uuid.UUID
    folder: str
    originals: str


@dataclass(frozen=True)
class ImportAsked:
    """A member asked for the file at an address."""

    import_id: uuid.UUID


@dataclass(frozen=True)
class LetterTaken:
    """A mailed message was opened and something in it was left out: `left` is JSON, pairs of name and reason."""

    account_id: uuid.UUID
    subject: str
    taken: int
    left: str


@dataclass(frozen=True)
class PhotoMoved:
    """The files of a photo belong in another folder of the store, because it went public or private."""

    photo_id: uuid.UUID
    source: str


@dataclass(frozen=True)
class PhotoErased:
    """A photo is gone; its folder in the store goes too."""

    photo_id: uuid.UUID
    folder: str


@dataclass(frozen=True)
class EnclosureErased:
    """A file that went along with words is gone; its folder in the store goes too."""

    enclosure_id: uuid.UUID
    folder: str


@dataclass(frozen=True)
class LinkedPageAsked:
    """Somebody linked to a page of which nothing is known yet, or only what it was a week ago."""

    page_id: uuid.UUID


@dataclass(frozen=True)
class LinkedPageRead:
    """A page somebody linked to was asked what it is; it may have said nothing."""

    page_id: uuid.UUID
