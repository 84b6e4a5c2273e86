"""Friends: ask, say yes, part."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.events import FriendAsked, FriendAskEnded, FriendsMade, FriendsParted
from bouquet.sites.tribes.models import FriendAsk, Friendship


@transaction.atomic
def ask(*, account: Account, by: Account) -> None:
    """Ask `account` to be friends; if they asked already, this is the yes. Safe to repeat.

    Raises PermissionDenied for oneself, across a block, and to a young member one shares no tribe with.
    """
    if not policies.can_befriend(by, account):
        raise PermissionDenied
    if Friendship.objects.filter(account=by, friend=account).exists():
        return
    theirs = FriendAsk.objects.filter(asker=account, asked=by).first()
    if theirs is not None:
        accept(ask=theirs, by=by)
        return
    limiting.require_pace(account=by, verb="befriend")
    made, is_new = FriendAsk.objects.get_or_create(asker=by, asked=account)
    if is_new:
        announce(FriendAsked(made.pk))


@transaction.atomic
def accept(*, ask: FriendAsk, by: Account) -> None:
    """Say yes. PermissionDenied when somebody else was asked."""
    if ask.asked_id != by.pk:
        raise PermissionDenied
    _end_asks_between(ask.asker_id, by.pk)
    for account, friend in ((ask.asker_id, by.pk), (by.pk, ask.asker_id)):
        Friendship.objects.get_or_create(account_id=account, friend_id=friend)
    announce(FriendsMade(ask.asker_id, by.pk))


@transaction.atomic
def refuse(*, ask: FriendAsk, by: Account) -> None:
    """Say no: nobody is told. Also how one takes one's own request back."""
    if by.pk not in (ask.asked_id, ask.asker_id):
        raise PermissionDenied
    announce(FriendAskEnded(ask.pk))
    ask.delete()


@transaction.atomic
def part(*, one: UUID, other: UUID) -> None:
    """Friends no more, and no request left between them. Safe to repeat."""
    pair = Q(account=one, friend=other) | Q(account=other, friend=one)
    _end_asks_between(one, other)
    if Friendship.objects.filter(pair).delete()[0]:
        announce(FriendsParted(one, other))


def _end_asks_between(one: UUID, other: UUID) -> None:
    asks = FriendAsk.objects.filter(Q(asker=one, asked=other) | Q(asker=other, asked=one))
    for ask_id in asks.values_list("pk", flat=True):
        announce(FriendAskEnded(ask_id))
    asks.delete()
