"""A mailed message becomes private drafts, one for each video in it."""

from __future__ import annotations

import hashlib
import json
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions.receiving import receive_file
from bouquet.capabilities.media.engine.containers import begins_like_a_video
from bouquet.capabilities.media.engine.mailing.letters import Letter, Part, open_letter
from bouquet.capabilities.media.events import LetterTaken
from bouquet.capabilities.media.models import Asset, MailedMessage
from bouquet.foundation.events.announcing import announce

# What the site that shows videos understands as « a new video ».
PURPOSE: Final = "videos.new"
_ASSETS: Final = uuid.UUID("f4b0f3de-6c7f-5b0e-8f5b-3c1f3ab7f2c1")
_VIDEO_NAMES: Final = (
    *(".3g2", ".3gp", ".asf", ".avi", ".divx", ".flv", ".m2ts", ".m2v", ".m4v", ".mkv", ".mod", ".mov", ".mp4"),
    *(".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".qt", ".tod", ".ts", ".vob", ".webm", ".wmv"),
)
# What comes along with every message and is no attempt to send something.
_COMPANY: Final = (
    "text/",
    "application/smil",
    "application/pgp-",
    "application/pkcs7-",
    "message/",
    "application/ms-tnef",
)

NOT_A_VIDEO: Final = "not_a_video"
NO_ROOM: Final = "no_room"
TOO_LARGE: Final = "too_large"


@dataclass
class Outcome:
    """What became of a message: how many videos were taken, and each other attachment with the reason."""

    taken: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


def take_letter(message: Path, *, owner: Account, sender: str) -> Outcome:
    """Every video in `message` becomes a draft of `owner` titled by the subject. Safe to repeat.

    Raises `policies.DiskFull`: nothing is lost then, the mailer tries again later.
    """
    outcome = Outcome()
    digest = ""
    folder = settings.BOUQUET_VAR / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as parts:
        letter = open_letter(message, Path(parts))
        digest = _digest(letter, owner)
        if MailedMessage.objects.filter(digest=digest).exists():
            return outcome
        for number, part in enumerate(letter.parts):
            _take_part(part, letter, owner, uuid.uuid5(_ASSETS, f"{digest}:{number}"), outcome)
    _close(digest, letter, owner, outcome, is_bounce=not sender)
    return outcome


def _take_part(part: Part, letter: Letter, owner: Account, asset_id: uuid.UUID, outcome: Outcome) -> None:
    if not _is_video(part):
        if not _is_company(part):
            outcome.left.append((part.file_name or part.content_type, NOT_A_VIDEO))
        return
    try:
        receive_file(
            path=part.path,
            owner=owner,
            purpose=PURPOSE,
            file_name=part.file_name,
            title_hint=letter.subject,
            origin=Asset.Origin.MAIL,
            asset_id=asset_id,
        )
    except policies.DiskFull:
        raise
    except policies.CannotReceive as error:
        reason = TOO_LARGE if isinstance(error, policies.TooLarge) else NO_ROOM
        outcome.left.append((part.file_name or part.content_type, reason))
    else:
        outcome.taken += 1


def _is_video(part: Part) -> bool:
    """By its type, by its name, or by its first bytes: gateways lie about the first two."""
    named = part.file_name.lower().endswith(_VIDEO_NAMES)
    return part.content_type.startswith("video/") or named or (part.size > 0 and begins_like_a_video(part.path))


def _is_company(part: Part) -> bool:
    is_inside = bool(part.content_id) and part.content_type.startswith("image/")
    return part.content_type.startswith(_COMPANY) or is_inside or part.size == 0


@transaction.atomic
def _close(digest: str, letter: Letter, owner: Account, outcome: Outcome, *, is_bounce: bool) -> None:
    """Remember the message; have its owner told when something was left out, unless a machine wrote it."""
    _, is_new = MailedMessage.objects.get_or_create(digest=digest)
    is_quiet = letter.is_automatic or is_bounce or (outcome.taken and not outcome.left)
    if is_new and not is_quiet:
        announce(
            LetterTaken(
                account_id=owner.pk, subject=letter.subject[:200], taken=outcome.taken, left=json.dumps(outcome.left)
            )
        )


def _digest(letter: Letter, owner: Account) -> str:
    """What makes a message the same one when it is delivered again.

    Its id alone does not: there are gateways that give every message the same. Its lines do not: each mailer adds some.
    """
    hashed = hashlib.sha256(f"{owner.pk}\n{letter.message_id}\n{letter.subject}".encode())
    for part in letter.parts:
        with part.path.open("rb") as file:
            hashed.update(hashlib.file_digest(file, "sha256").digest())
    return hashed.hexdigest()
