"""Carry a sign-in from the account host to the other hosts of the network.

Cookies do not cross domains, so the browser walks: at each host it is given a state (a cookie there), the account
host gives it a ticket for that state and that host, and the host exchanges the ticket for a session. It is the
authorization code flow of RFC 6749 §4.1 with the state of RFC 9700 §4.7, between hosts of one process.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db import transaction

from bouquet.capabilities.accounts.models import SignIn, Ticket
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_secret

TICKET_LIFE = timedelta(seconds=60)


class TicketRefused(Exception):
    """Unknown, used, too old, made for another host or another browser, or its sign-in has ended."""


def hosts_to_visit(*, last: str) -> list[str]:
    """One host of every brand that shows something, ending with `last` (where the person goes)."""
    account_host = network().account_host
    hosts = [brand.host for brand in network().shown if brand.host not in {last, account_host}]
    return hosts if last == account_host else [*hosts, last]


@transaction.atomic
def make_ticket(*, sign_in: SignIn, host: str, state: str, next_address: str) -> str:
    """A ticket for the browser that holds `state` at `host`; it leads on to `next_address`, an address of ours."""
    ticket = new_secret()
    Ticket.objects.create(
        digest=_digest(ticket), state_digest=_digest(state), sign_in=sign_in, host=host, next_address=next_address
    )
    return ticket


@transaction.atomic
def take_ticket(ticket: str, *, host: str, state: str) -> Ticket:
    """Exchange a ticket, once; raises TicketRefused."""
    found = Ticket.objects.select_related("sign_in__account").filter(digest=_digest(ticket), host=host).first()
    if found is None or found.state_digest != _digest(state):
        raise TicketRefused
    # Two requests with one ticket: the database lets one of them delete it.
    taken, _rows = Ticket.objects.filter(pk=found.pk).delete()
    if not taken or found.made_at < clock.now() - TICKET_LIFE or found.sign_in.ended_at is not None:
        raise TicketRefused
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
