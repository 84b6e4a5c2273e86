"""Begin and end sign-ins. What ends a sign-in ends it on every host at once: its sessions are gone."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bouquet.capabilities.accounts.models import Account, Session, SignIn, Ticket
from bouquet.foundation.clock import clock

# How precisely "last seen" is known: a read page is a write at most this often.
SEEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def begin(*, account: Account, user_agent: str, address: str | None) -> SignIn:
    """A person was recognised in a browser."""
    now = clock.now()
    Account.objects.filter(pk=account.pk).update(last_seen_at=now)
    return SignIn.objects.create(
        account=account,
        opened_at=now,
        seen_at=now,
        user_agent=user_agent[:300],
        address=address,
        proof=account.get_session_auth_hash(),
    )


def see(sign_in: SignIn) -> None:
    """The person is here. Written every few minutes only."""
    now = clock.now()
    if now - sign_in.seen_at >= SEEN_EVERY:
        SignIn.objects.filter(pk=sign_in.pk).update(seen_at=now)
        Account.objects.filter(pk=sign_in.account_id).update(last_seen_at=now)


@transaction.atomic
def end(sign_in: SignIn) -> None:
    """Sign out of every host on that device. Safe to repeat."""
    SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=clock.now())
    Session.objects.filter(sign_in=sign_in).delete()
    Ticket.objects.filter(sign_in=sign_in).delete()


@transaction.atomic
def end_all(account: Account, *, but: SignIn | None = None) -> int:
    """Sign out of every device, except `but`; returns how many were signed in."""
    ended = 0
    for sign_in in SignIn.objects.filter(account=account, ended_at=None).exclude(pk__in=[but.pk] if but else []):
        end(sign_in)
        ended += 1
    return ended


@transaction.atomic
def renew_proof(sign_in: SignIn) -> None:
    """This device changed the password: it stays signed in, every other device is signed out."""
    account = Account.objects.get(pk=sign_in.account_id)
    SignIn.objects.filter(pk=sign_in.pk).update(proof=account.get_session_auth_hash())
    end_all(account, but=sign_in)


def forget_the_old() -> None:
    """A chore: expired sessions, sign-ins that ended or lost their last session a month ago, unused tickets."""
    now = clock.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Ticket.objects.filter(made_at__lt=now - timedelta(hours=1)).delete()
    old = now - timedelta(days=30)
    SignIn.objects.filter(ended_at__lt=old).delete()
    SignIn.objects.filter(seen_at__lt=old, sessions=None).delete()
