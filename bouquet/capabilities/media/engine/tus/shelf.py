"""Uploads on disk: `<id>.json` says what an upload is, the length of `<id>.bin` how much of it is here."""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

_ID: Final = re.compile(r"^[0-9a-f]{12}-[A-Za-z0-9_-]{32}$")
LASTS_SECONDS: Final = 3 * 24 * 3600
# How long it is remembered that an upload is over, so that its address answers 410 and not 404.
REMEMBERED_SECONDS: Final = 7 * 24 * 3600


@dataclass(frozen=True)
class Record:
    """One upload. What the ticket said, and an `asset_id` reserved before the file is handed over."""

    id: str
    length: int
    owner: str
    purpose: str
    made_at: float
    asset_id: str
    language: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    is_finished: bool = False
    is_gone: bool = False


class Shelf:
    """The folder where uploads grow."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, record: Record) -> Record:
        """Put an upload on the shelf, with nothing in it yet. Its bytes come first: where they are not, they left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.bytes_of(record.id).touch(mode=0o600)
        self.write(record)
        return record

    def write(self, record: Record) -> None:
        """Keep `record`: readers see the old one or the new one."""
        draft = self.folder / f"{record.id}.draft"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(record), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._json(record.id))

    def find(self, upload_id: str) -> Record | None:
        """The upload with this id; None when there never was one, or nobody remembers it."""
        if not _ID.match(upload_id):
            return None
        try:
            record = Record(**json.loads(self._json(upload_id).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        return replace(record, is_finished=True) if self._finished(upload_id).exists() else record

    def bytes_of(self, upload_id: str) -> Path:
        """Where its bytes are."""
        return self.folder / f"{upload_id}.bin"

    def offset(self, record: Record) -> int:
        """How many bytes are here and counted. The bytes leave only when they are whole, to be handed over."""
        with suppress(FileNotFoundError):
            here = self.bytes_of(record.id).stat().st_size
            with suppress(FileNotFoundError):
                return min(here, int(self.unverified(record.id).read_text()))
            return here
        return record.length

    def unverified(self, upload_id: str) -> Path:
        """While a body with a checksum arrives, this file holds the offset that counts until it is verified."""
        return self.folder / f"{upload_id}.unverified"

    def expires_at(self, record: Record) -> float:
        """Seconds since 1970: three days after the last byte came."""
        try:
            return self.bytes_of(record.id).stat().st_mtime + LASTS_SECONDS
        except FileNotFoundError:
            return record.made_at + LASTS_SECONDS

    def of_owner(self, owner: str) -> Iterator[Record]:
        """Every upload remembered of one owner."""
        return self._matching(f"{_owner_prefix(owner)}-*.json")

    def open_ones(self) -> Iterator[Record]:
        """Every upload that is still growing."""
        return (record for record in self._matching("*.json") if not record.is_finished and not record.is_gone)

    def lock(self, upload_id: str) -> int | None:
        """A descriptor of the bytes, locked for this writer (flock); None while another writer, anywhere, has it."""
        descriptor = os.open(self.bytes_of(upload_id), os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def finish(self, record: Record) -> Record:
        """The file was handed over.

        A mark beside the record, not synced: that would wait until the disk has the whole upload. After a power cut
        that lost it the file is handed over again, which changes nothing.
        """
        self._finished(record.id).touch(mode=0o600)
        self.bytes_of(record.id).unlink(missing_ok=True)
        return replace(record, is_finished=True)

    def end(self, record: Record) -> None:
        """The upload is over before its end: its bytes go, and it is remembered for a while that it was."""
        self.write(replace(record, is_gone=True, metadata={}))
        self.bytes_of(record.id).unlink(missing_ok=True)
        self.unverified(record.id).unlink(missing_ok=True)

    def sweep(self, now: float) -> int:
        """End what expired, forget what ended long ago; returns how many uploads were ended."""
        ended = 0
        for record in self._matching("*.json"):
            if record.is_finished or record.is_gone:
                if record.made_at + LASTS_SECONDS + REMEMBERED_SECONDS < now:
                    self._json(record.id).unlink(missing_ok=True)
                    self._finished(record.id).unlink(missing_ok=True)
            elif self.expires_at(record) < now:
                self.end(record)
                ended += 1
        return ended

    def _finished(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.finished"

    def _matching(self, pattern: str) -> Iterator[Record]:
        for path in self.folder.glob(pattern):
            record = self.find(path.stem)
            if record is not None:
                yield record

    def _json(self, upload_id: str) -> Path:
        return self.folder / f"{upload_id}.json"


def new_id(owner: str) -> str:
    """An id for an upload: 192 bits that nobody can guess, in a group with the same owner's."""
    return f"{_owner_prefix(owner)}-{secrets.token_urlsafe(24)}"


def _owner_prefix(owner: str) -> str:
    """Groups one owner's uploads in a listing of the folder, without telling who it is."""
    return sha256(owner.encode()).hexdigest()[:12]
