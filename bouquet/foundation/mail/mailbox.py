"""The demo's mailbox: an e-mail backend that keeps each message as a file, and reads them back."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from bouquet.foundation.ids.keys import new_key

KEPT = 500


@dataclass(frozen=True)
class Letter:
    """A message that was sent. `key` names its file."""

    key: str
    subject: str
    to: str
    sent_at: datetime
    text: str
    html: str


class Backend(BaseEmailBackend):
    """Set as EMAIL_BACKEND in the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            name = f"{new_key()}.eml"
            draft = _folder() / f".{name}"
            draft.write_bytes(message.message().as_bytes())
            draft.rename(_folder() / name)
        for old in _files()[KEPT:]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def letters() -> list[Letter]:
    """Every message, the newest first."""
    return [_read(path) for path in _files()]


def letter(key: str) -> Letter | None:
    """The message with this key; None when there is none."""
    return next((_read(path) for path in _files() if path.stem == key), None)


def _folder() -> Path:
    folder: Path = settings.BOUQUET_VAR / "mailbox"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _files() -> list[Path]:
    return sorted(_folder().glob("[!.]*.eml"), reverse=True)


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Letter(
        key=path.stem,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        # Django writes the date in UTC as "-0000", which Python reads as a time without a zone.
        sent_at=parsedate_to_datetime(str(message["Date"])).replace(tzinfo=UTC),
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: Parsed, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
