"""New posts in letters to those who follow a blog by mail: once each, with a way out in every letter (RFC 8058)."""

from __future__ import annotations

import logging
import smtplib
from itertools import takewhile
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from bouquet.foundation.clock import clock
from bouquet.foundation.mail.composing import compose
from bouquet.sites.blogs.engine import bounces
from bouquet.sites.blogs.models import Follower, Letter, Post
from bouquet.sites.blogs.models.follower import MOST_BOUNCES

# Where letters that cannot be delivered come back to: `letters+<token>@`.
BOUNCES = "letters"
_AT_ONCE = 200
_MOST_REPORT = 1_000_000
# A mailbox that is not there (RFC 3463: 5.1.x), or a server that refuses for good.
_FOR_GOOD = 500

logger = logging.getLogger(__name__)


def send_letters(*, post_id: UUID) -> bool:
    """Write to a few hundred more of those who want it; whether there are others left. Safe to repeat, at any time."""
    post = Post.objects.shown().select_related("blog", "author__account").filter(pk=post_id, is_page=False).first()
    if post is None or not post.blog.sends_newsletter:
        return False
    Post.objects.filter(pk=post_id, mailed_at=None).update(mailed_at=clock.now())
    waiting = _waiting(post)
    connection = get_connection()
    for follower in waiting:
        _send(post, follower, connection)
    connection.close()
    return len(waiting) == _AT_ONCE


def take_back(*, token: str) -> None:
    """A letter came back: after a few in a row, no more are sent to that address. Safe to repeat."""
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",)).filter(token=token, bounced_at=None).first()
        if letter is None:
            return
        letter.bounced_at = clock.now()
        letter.save(update_fields=["bounced_at"])
        _note_bounce(letter.follower_id)


def receive(token: str, message: Path) -> None:
    """A message to `letters+<token>@`: counted when it reports that the letter will never arrive."""
    if message.stat().st_size <= _MOST_REPORT and bounces.is_final(message.read_bytes()):
        take_back(token=token)


def _waiting(post: Post) -> list[Follower]:
    told = Letter.objects.filter(post=post).values("follower")
    wanting = Follower.objects.filter(
        blog=post.blog_id, by_mail=True, confirmed_at__lte=post.mailed_at or clock.now(), bounces_count__lt=MOST_BOUNCES
    )
    return list(wanting.exclude(pk__in=told).exclude(account__is_active=False).select_related("account")[:_AT_ONCE])


def _send(post: Post, follower: Follower, connection: object) -> None:
    """The row first: a crash in between loses a letter rather than sending two."""
    to = follower.account.email if follower.account else follower.email
    try:
        with transaction.atomic():
            letter = Letter.objects.create(post=post, follower=follower)
    except IntegrityError:
        return
    if not to:
        return
    with override(follower.account.language if follower.account else follower.language):
        message = compose(
            subject=f"{post.title or post.teaser} · {post.blog.name}",
            text=_text(post),
            to=[to],
            foot=gettext("You receive this because you follow “%(blog)s”.") % {"blog": post.blog.name}
            + "\n\n"
            + gettext("No more letters from it:")
            + f"\n{post.blog.address(f'/newsletter/stop/{follower.secret}')}",
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Id": f"<{post.blog.own_host}>",
                "List-Unsubscribe": f"<{post.blog.address(f'/newsletter/stop/{follower.secret}')}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "From": f"{post.blog.name} <{settings.DEFAULT_FROM_EMAIL}>",
            },
        )
    # The envelope only (RFC 5321 §4.4): what comes back tells which letter it was.
    message.from_email = f"{BOUNCES}+{letter.token}@{settings.BOUQUET_MAIL_DOMAIN}"
    message.connection = connection  # type: ignore[assignment]
    try:
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refusal:
        if _is_for_good(refusal):
            take_back(token=letter.token)
        else:
            letter.delete()
    except OSError:
        # Nobody knows whether it was taken. Rather no letter than two.
        logger.exception("The letter %s may not have been sent; it is not sent again", letter.pk)


def _text(post: Post) -> str:
    byline = gettext("By %(name)s") % {"name": post.author.shown_name}
    read = gettext("Read “%(title)s”:") % {"title": post.title or post.teaser[:60]}
    return f"{byline}\n\n{post.teaser}\n\n{read}\n{post.blog.address(post.path)}"


def _note_bounce(follower_id: UUID) -> None:
    last = Letter.objects.filter(follower=follower_id).order_by("-sent_at", "-pk")[:MOST_BOUNCES]
    in_a_row = len(list(takewhile(lambda letter: letter.bounced_at is not None, last)))
    Follower.objects.filter(pk=follower_id).update(bounces_count=in_a_row, bounced_at=clock.now())


def _is_for_good(refusal: Exception) -> bool:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _text in refusal.recipients.values())
    return isinstance(refusal, smtplib.SMTPResponseException) and refusal.smtp_code >= _FOR_GOOD
