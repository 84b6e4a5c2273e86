"""The mail that tells a member what was not taken from a message."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import mailing
from bouquet.capabilities.media.models.sentences import size
from bouquet.foundation.mail.composing import compose

# Marks the mail as a machine's, so that no machine answers it (RFC 3834 §5).
_AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def answer(*, account_id: uuid.UUID, subject: str, taken: int, left: list[tuple[str, str]]) -> None:
    """Write to the member's own address, never to whoever the message says it is from."""
    account = Account.objects.filter(pk=account_id, is_active=True, erased_at=None).first()
    if account is None or not account.email:
        return
    with override(account.language):
        compose(
            subject=gettext("Your message “%(subject)s”") % {"subject": subject or gettext("without a subject")},
            text=_text(taken, left),
            to=[account.email],
            headers=_AUTOMATIC,
        ).send()


def _text(taken: int, left: list[tuple[str, str]]) -> str:
    if taken:
        head = ngettext(
            "%(count)d video of your message is now among your private drafts.",
            "%(count)d videos of your message are now among your private drafts.",
            taken,
        ) % {"count": taken}
    else:
        head = gettext("We found no video in your message. Attach the video itself, not a link to it.")
    if not left:
        return head
    lines = "\n".join(f"– {name}: {_reason(code)}" for name, code in left)
    return f"{head}\n\n{gettext('This was left out:')}\n{lines}"


def _reason(code: str) -> str:
    if code == mailing.TOO_LARGE:
        return gettext("larger than %(limit)s") % {"limit": size(settings.BOUQUET_MAX_UPLOAD_BYTES)}
    if code == mailing.NO_ROOM:
        return gettext("your videos take all the room they may; delete one you no longer need")
    return gettext("not a video")
