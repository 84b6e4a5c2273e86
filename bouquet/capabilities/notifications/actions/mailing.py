"""Letters: what is due for one member, grouped, in one mail.

At most one mail for one fact. A letter is written down, and its notices reserved for it, in one transaction before it
is sent: whoever dies in between leaves a letter that may not have gone, and that is not sent again. The post office is
greeted first, so that nothing is reserved while it is away; what it plainly refuses for now is tried again.
"""

from __future__ import annotations

import logging
import smtplib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.actions import addressing, stopping
from bouquet.capabilities.notifications.actions.choosing import rhythms_of, ways_of
from bouquet.capabilities.notifications.actions.showing import Shown, part, show
from bouquet.capabilities.notifications.engine.frequency import Frequency
from bouquet.capabilities.notifications.kinds import notice_kind, urgent_kinds
from bouquet.capabilities.notifications.models import Choice, Entry, Letter, Notice
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.mail.composing import compose

MOST_LINES: Final = 20
_LONGEST_SUBJECT: Final = 150
_AGAIN: Final = timedelta(minutes=15)
_GIVE_UP: Final = timedelta(days=2)

logger = logging.getLogger(__name__)


def is_anything_due() -> bool:
    """Whether somebody waits for a letter."""
    return Notice.objects.due_by_mail(clock.now()).exists()


def mail_what_is_due(*, most: int = 100) -> bool:
    """Write to at most so many members; returns whether there may be more. OSError when the post office is away."""
    due = Notice.objects.due_by_mail(clock.now()).order_by().values_list("recipient", flat=True).distinct()
    recipients = list(due[:most])
    if not recipients:
        return False
    connection = get_connection()
    connection.open()
    try:
        for recipient in recipients:
            _write_to(recipient, connection)
    finally:
        connection.close()
    return len(recipients) == most


def _write_to(recipient: UUID, connection: BaseEmailBackend) -> None:
    try:
        made = _reserve(recipient)
    except Exception:
        # One member's letter that cannot be made must not hold up everybody's.
        logger.exception("The letter to %s could not be made; it is tried again in an hour", recipient)
        later = clock.now() + timedelta(hours=1)
        Notice.objects.filter(recipient=recipient).due_by_mail(clock.now()).update(mail_due_at=later)
        return
    if made is not None:
        _send(*made, connection)


@transaction.atomic
def _reserve(recipient: UUID) -> tuple[Letter, EmailMultiAlternatives] | None:
    """The letter, not sent yet, and its notices reserved for it; None when nothing is left to say."""
    now = clock.now()
    # The member's row makes two writers take turns.
    account = Account.objects.select_for_update().get(pk=recipient)
    due = Notice.objects.filter(recipient=account).due_by_mail(now)
    _postpone(account, now)
    notices = list(due.select_related("entry").order_by("made_at"))
    wanted = _still_wanted(account, notices)
    shown = _shown(account, wanted)
    told = {one.entry.pk for one in shown}
    # What is not said now is never mailed: it was read, is hidden, or its people are blocked.
    due.update(mail_due_at=None)
    if not shown:
        return None
    letter = Letter.objects.create(recipient=account, made_at=now)
    in_it = [notice.pk for notice in wanted if notice.entry_id in told]
    Notice.objects.filter(pk__in=in_it).update(letter=letter)
    # Nobody reads these in the inbox: the mail was their end, and what comes later begins anew.
    Entry.objects.filter(pk__in=told, state=Entry.State.UNLISTED, read_at=None).update(read_at=now)
    with override(account.language):
        return letter, _compose(account, shown)


def _postpone(account: Account, now: datetime) -> None:
    """In quiet hours only what is urgent goes out."""
    until = policies.not_before(account, rhythms_of([account.pk]).get(account.pk), now)
    if until > now:
        waiting = Notice.objects.filter(recipient=account).due_by_mail(now).exclude(kind__in=urgent_kinds())
        waiting.update(mail_due_at=until)


def _still_wanted(account: Account, notices: list[Notice]) -> list[Notice]:
    """Without what was read meanwhile, what they turned off, what people did of whom they hear nothing any more."""
    may = policies.may_be_mailed(account, {notice.kind for notice in notices})
    chosen = {choice.kind: choice for choice in Choice.objects.filter(account=account, kind__in=may)}
    unheard = policies.unheard_by(account) if may else set()
    return [
        notice
        for notice in notices
        if notice.kind in may
        and (kind := notice_kind(notice.kind)) is not None
        and ways_of(kind, chosen.get(notice.kind)).mail != Frequency.NEVER
        and notice.entry is not None
        and not notice.entry.is_read
        and notice.entry.state != Entry.State.REMOVED
        and notice.actor_id not in unheard
    ]


def _shown(account: Account, notices: list[Notice]) -> list[Shown]:
    if not notices:
        return []
    sight = policies.in_sight(account, [(notice.kind, notice.about) for notice in notices])
    by_entry: dict[UUID, list[Notice]] = defaultdict(list)
    entries: dict[UUID, Entry] = {}
    for notice in notices:
        if notice.entry is not None and notice.about in sight:
            by_entry[notice.entry.pk].append(notice)
            entries[notice.entry.pk] = notice.entry
    with override(account.language):
        return show(account, [part(entries[key], some) for key, some in by_entry.items()], sight=sight)


def _compose(account: Account, shown: list[Shown]) -> EmailMultiAlternatives:
    shown = sorted(shown, key=lambda one: one.group.latest_at or one.entry.latest_at, reverse=True)
    stoppable = sorted({one.kind.name for one in shown if not one.kind.mandatory})
    stop_address = addressing.stopping(stopping.make_token(account.pk, stoppable)) if stoppable else ""
    lines = [(_one_line(one.line.text), addressing.absolute(one.line.address)) for one in shown[:MOST_LINES]]
    context = {
        "account": account,
        "lines": lines,
        "more_count": len(shown) - len(lines),
        "kinds": list(dict.fromkeys(str(one.kind.label) for one in shown)),
        "stop_address": stop_address,
        "inbox_address": addressing.inbox(),
        "choices_address": addressing.choices(),
        "network": network(),
    }
    headers = {"Auto-Submitted": "auto-generated"}
    if stop_address:
        headers |= {"List-Unsubscribe": f"<{stop_address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return compose(
        subject=_subject(lines, len(shown)),
        text=render_to_string("notifications/mail/letter.txt", context),
        to=[account.email],
        headers=headers,
        foot=render_to_string("notifications/mail/foot.txt", context),
    )


def _subject(lines: list[tuple[str, str]], count: int) -> str:
    if count > 1:
        said = ngettext("%(count)d thing happened on %(network)s", "%(count)d things happened on %(network)s", count)
        return said % {"count": count, "network": network().name}
    text = lines[0][0]
    return text if len(text) <= _LONGEST_SUBJECT else gettext("%(start)s…") % {"start": text[:_LONGEST_SUBJECT]}


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _send(letter: Letter, message: EmailMultiAlternatives, connection: BaseEmailBackend) -> None:
    message.connection = connection
    try:
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        _refused(letter, refusal)
    except OSError:
        # Nobody knows whether it was taken. Rather no mail than two.
        logger.exception("The letter %s may not have been sent; it is not sent again", letter.pk)
        connection.close()
        connection.open()
    else:
        Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now())


@transaction.atomic
def _refused(letter: Letter, refusal: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> None:
    """The post office said no: for now (RFC 5321 §4.2.1: 4yz), and it is asked again, or for good."""
    codes = (
        [code for code, _ in refusal.recipients.values()]
        if isinstance(refusal, smtplib.SMTPRecipientsRefused)
        else [refusal.smtp_code]
    )
    logger.warning("The letter %s was refused: %s", letter.pk, refusal)
    Letter.objects.filter(pk=letter.pk).update(refusal=str(refusal)[:300])
    if all(400 <= code < 500 for code in codes):
        now = clock.now()
        again = Notice.objects.filter(letter=letter, made_at__gt=now - _GIVE_UP)
        again.update(letter=None, mail_due_at=now + _AGAIN)
