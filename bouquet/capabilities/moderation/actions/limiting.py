"""Nobody goes faster than their trust allows."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from bouquet.capabilities.accounts import providers
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.engine import pace
from bouquet.capabilities.moderation.models import Pace
from bouquet.foundation.clock import clock


class TooFast(providers.TooFast):
    """`seconds` is how long to wait; as text, a sentence for the person."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        if self.seconds < 90:
            return ngettext(
                "You are going fast. Nothing is lost: please try again in %(count)d second.",
                "You are going fast. Nothing is lost: please try again in %(count)d seconds.",
                self.seconds,
            ) % {"count": self.seconds}
        minutes = -(-self.seconds // 60)
        return ngettext(
            "You are going fast. Nothing is lost: please try again in %(count)d minute.",
            "You are going fast. Nothing is lost: please try again in %(count)d minutes.",
            minutes,
        ) % {"count": minutes}


@transaction.atomic
def require_pace(*, account: Account, verb: str) -> None:
    """Count that `account` does `verb` once more. TooFast when that is too early; nothing is counted then.

    Two at the same moment are counted one after the other. When the caller's transaction fails, it did not count.
    """
    now = clock.now()
    Pace.objects.get_or_create(account=account, verb=verb, defaults={"full_at": now})
    row = Pace.objects.select_for_update().get(account=account, verb=verb)
    allowed = pace.pace_of(verb, policies.trust_of(account))
    due = pace.next_full(row.full_at, now=now, pace=allowed)
    if due is None:
        raise TooFast(pace.wait_seconds(row.full_at, now=now, pace=allowed))
    if row.last_date != now.date():
        row.last_date = now.date()
        row.days += 1
    row.full_at = due
    row.acts += 1
    row.save(update_fields=["full_at", "acts", "days", "last_date"])


def require_pace_at(*, place: str, verb: str, most: int, seconds: int) -> None:
    """The same for somebody who is not signed in, by where they ask from (an IP address, a mail address).

    Only a keyed digest of `place` is kept, for `seconds`. TooFast.
    """
    digest = salted_hmac("moderation.pace", place.lower(), algorithm="sha256").hexdigest()
    key = f"moderation.pace:{verb}:{digest}"
    count = cache.get(key, 0)
    if count >= most:
        raise TooFast(seconds)
    cache.set(key, count + 1, seconds)
