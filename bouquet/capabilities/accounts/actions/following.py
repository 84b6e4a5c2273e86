"""Follow people. A private account answers first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, QuerySet

from bouquet.capabilities.accounts import providers
from bouquet.capabilities.accounts.events import (
    AccountFollowed,
    AccountUnfollowed,
    FollowAccepted,
    FollowAsked,
    FollowAskEnded,
)
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import are_apart
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce


@transaction.atomic
def follow(*, account: Account, by: Account) -> Follow:
    """`by` follows `account`, or asks to when it is private. Once is enough: repeating changes nothing.

    Raises PermissionDenied for oneself, for an account that is no longer here, and where one blocks the other;
    `providers.TooFast`.
    """
    if account == by or not account.is_active:
        raise PermissionDenied
    hold_both(account, by)
    if are_apart(account.pk, by.pk):
        raise PermissionDenied
    now = clock.now()
    accepted_at = None if account.is_private else now
    made, is_new = Follow.objects.get_or_create(
        follower=by, followed=account, defaults={"asked_at": now, "accepted_at": accepted_at}
    )
    if is_new:
        providers.require_pace(by, "follow")
    if is_new and made.is_accepted:
        _count(made, +1)
        announce(AccountFollowed(follower_id=by.pk, followed_id=account.pk))
    elif is_new:
        announce(FollowAsked(follower_id=by.pk, followed_id=account.pk))
    return made


@transaction.atomic
def unfollow(*, account: Account, by: Account) -> None:
    """`by` no longer follows `account`, or takes the request back."""
    _end(Follow.objects.filter(follower=by, followed=account))


@transaction.atomic
def accept(*, request: Follow, by: Account) -> None:
    """`by` lets the follower in. PermissionDenied when the request was made to somebody else."""
    _require_asked(request, by)
    if Follow.objects.waiting().filter(pk=request.pk).update(accepted_at=clock.now()):
        _count(request, +1)
        announce(FollowAskEnded(follower_id=request.follower_id, followed_id=request.followed_id))
        announce(AccountFollowed(follower_id=request.follower_id, followed_id=request.followed_id))
        announce(FollowAccepted(follower_id=request.follower_id, followed_id=request.followed_id))


@transaction.atomic
def accept_all(*, by: Account) -> None:
    """Every request that waits is accepted: what happens when a private account opens itself to everyone."""
    for request in Follow.objects.waiting().filter(followed=by):
        accept(request=request, by=by)


@transaction.atomic
def turn_away(*, request: Follow, by: Account) -> None:
    """`by` refuses a request, or no longer wants this follower."""
    _require_asked(request, by)
    _end(Follow.objects.filter(pk=request.pk))


@transaction.atomic
def part(one: Account, other: Account) -> None:
    """Neither follows the other any more, nor asks to."""
    _end(Follow.objects.filter(follower=one, followed=other))
    _end(Follow.objects.filter(follower=other, followed=one))


def hold_both(one: Account, other: Account) -> None:
    """What is decided between two people is decided one thing after the other: no follow slips past a block."""
    both = Account.objects.select_for_update(no_key=True).filter(pk__in=(one.pk, other.pk))
    list(both.order_by("pk").values_list("pk"))


@transaction.atomic
def leave_everyone(*, account: Account) -> None:
    """Nobody follows `account` any more and it follows nobody; everybody's counts stay right."""
    _end(Follow.objects.filter(follower=account))
    _end(Follow.objects.filter(followed=account))


def _require_asked(request: Follow, by: Account) -> None:
    if request.followed_id != by.pk:
        raise PermissionDenied


def _end(follows: QuerySet[Follow]) -> None:
    for ended in follows.select_for_update():
        deleted, _ = Follow.objects.filter(pk=ended.pk).delete()
        if deleted and ended.is_accepted:
            _count(ended, -1)
            announce(AccountUnfollowed(follower_id=ended.follower_id, followed_id=ended.followed_id))
        elif deleted:
            announce(FollowAskEnded(follower_id=ended.follower_id, followed_id=ended.followed_id))


def _count(follow: Follow, by: int) -> None:
    changes = {follow.followed_id: "followers_count", follow.follower_id: "following_count"}
    # Always in the same order: two who follow each other at once do not wait for each other.
    for key, count in sorted(changes.items()):
        Account.objects.filter(pk=key).update(**{count: F(count) + by})
