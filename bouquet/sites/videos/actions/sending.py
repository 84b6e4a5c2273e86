"""A video from hand to hand, with a word and an e-mail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.videos import policies
from bouquet.sites.videos.events import VideoSent
from bouquet.sites.videos.models import Sending, Video, Visibility

MOST_PER_HOUR = 20


class CannotBeSent(ValueError):
    """The video goes to nobody: it is private, or not published."""


class RecipientMayNotWatch(ValueError):
    """The recipient does not follow the author of a video for followers."""


class SentTooMuch(ValueError):
    """Twenty an hour are enough among people."""


@transaction.atomic
def send(*, video: Video, by: Account, to: Account, note: str = "") -> Sending:
    """Hand `video` to `to`. Raises CannotBeSent, RecipientMayNotWatch or SentTooMuch.

    An unlisted video is given with its address, a password video without its password: those are the sender's to tell.
    """
    if not policies.can_be_sent(video):
        raise CannotBeSent
    if not _may_watch(to, video):
        raise RecipientMayNotWatch
    # One after the other: a double click sends once, and the limit is one.
    Account.objects.select_for_update().only("pk").get(pk=by.pk)
    if Sending.objects.filter(sender=by, sent_at__gt=clock.now() - timedelta(hours=1)).count() >= MOST_PER_HOUR:
        raise SentTooMuch
    standing = Sending.objects.filter(sender=by, recipient=to, video=video, read_at=None).first()
    if standing is not None:
        return standing
    sending = Sending.objects.create(video=video, sender=by, recipient=to, note=note.strip()[:500])
    announce(VideoSent(sending.pk))
    return sending


def mark_read(*, by: Account, sending_ids: list[UUID]) -> None:
    """`by` has seen these."""
    Sending.objects.received_by(by).unread().filter(pk__in=sending_ids).update(read_at=clock.now())


@transaction.atomic
def forget(*, sending: Sending, by: Account) -> None:
    """The recipient takes it off their list."""
    Sending.objects.received_by(by).filter(pk=sending.pk).delete()


def _may_watch(recipient: Account, video: Video) -> bool:
    if video.visibility == Visibility.PASSWORD:
        return True
    return Video.objects.visible_to(recipient).filter(pk=video.pk).exists()
