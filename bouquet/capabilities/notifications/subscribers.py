"""What notifications do when something happens."""

from __future__ import annotations

from bouquet.capabilities.accounts.events import (
    AccountBlocked,
    AccountErased,
    AccountFollowed,
    AccountMuted,
    AccountUnfollowed,
    FollowAccepted,
    FollowAsked,
    FollowAskEnded,
)
from bouquet.capabilities.notifications import notices, tasks
from bouquet.capabilities.notifications.actions import forgetting
from bouquet.capabilities.notifications.events import PushesDue
from bouquet.foundation.events.announcing import subscribe


@subscribe(PushesDue)
def push_now(event: PushesDue) -> None:
    tasks.push_what_is_due.enqueue()


@subscribe(AccountFollowed)
def tell_of_the_follower(event: AccountFollowed) -> None:
    notices.tell_of_follow(follower_id=event.follower_id, followed_id=event.followed_id)


@subscribe(AccountUnfollowed)
def take_the_follow_back(event: AccountUnfollowed) -> None:
    forgetting.forget_fact(notices.follow_fact(event.follower_id, event.followed_id))


@subscribe(FollowAsked)
def tell_of_the_request(event: FollowAsked) -> None:
    notices.tell_of_ask(follower_id=event.follower_id, followed_id=event.followed_id)


@subscribe(FollowAskEnded)
def ask_no_more(event: FollowAskEnded) -> None:
    forgetting.forget_fact(notices.ask_fact(event.follower_id, event.followed_id))


@subscribe(FollowAccepted)
def tell_of_the_acceptance(event: FollowAccepted) -> None:
    notices.tell_of_acceptance(follower_id=event.follower_id, followed_id=event.followed_id)


@subscribe(AccountBlocked)
def part_them(event: AccountBlocked) -> None:
    """Neither reads in their inbox what the other did."""
    forgetting.forget_between(recipient=event.blocker_id, actor=event.blocked_id)
    forgetting.forget_between(recipient=event.blocked_id, actor=event.blocker_id)


@subscribe(AccountMuted)
def spare_the_muter(event: AccountMuted) -> None:
    forgetting.forget_between(recipient=event.muter_id, actor=event.muted_id)


@subscribe(AccountErased)
def forget_the_member(event: AccountErased) -> None:
    tasks.forget_account.enqueue(str(event.account_id))
