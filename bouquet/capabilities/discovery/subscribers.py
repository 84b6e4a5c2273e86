"""What search does when something happens. What must not be found any more goes at once; the rest is a task's."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.accounts.events import (
    AccountChanged,
    AccountErased,
    AccountLeaving,
    AccountOpened,
    AccountReinstated,
    AccountStaying,
    AccountSuspended,
)
from bouquet.capabilities.comments.events import CommentEdited, CommentPlaced
from bouquet.capabilities.discovery import tasks
from bouquet.capabilities.discovery.actions import indexing
from bouquet.capabilities.discovery.events import ListingChanged, ReachChanged
from bouquet.capabilities.discovery.kinds import listed_kinds
from bouquet.capabilities.discovery.listings.comments import COMMENT
from bouquet.capabilities.discovery.listings.people import ACCOUNT
from bouquet.capabilities.moderation.events import SubjectModerated
from bouquet.foundation.events.announcing import subscribe
from bouquet.foundation.subjects.subject import Standing


@subscribe(ListingChanged)
def know_it_as_it_is(event: ListingChanged) -> None:
    _look_again(event.kind, event.key)


@subscribe(SubjectModerated)
def follow_the_decision(event: SubjectModerated) -> None:
    if event.standing in {Standing.HIDDEN, Standing.REMOVED}:
        indexing.hide(kind=event.kind, key=event.key)
    _look_again(event.kind, event.key)


@subscribe(ReachChanged)
def find_what_is_said_of_it(event: ReachChanged) -> None:
    tasks.follow.enqueue(event.kind, str(event.key))


@subscribe(CommentPlaced)
def know_what_is_said(event: CommentPlaced) -> None:
    """Reactions change nothing in the index."""
    _look_again(COMMENT, event.comment_id)


@subscribe(CommentEdited)
def know_the_better_words(event: CommentEdited) -> None:
    _look_again(COMMENT, event.comment_id)


@subscribe(AccountOpened)
def know_the_member(event: AccountOpened) -> None:
    _look_again(ACCOUNT, event.account_id)


@subscribe(AccountChanged)
def know_them_as_they_are(event: AccountChanged) -> None:
    _look_again(ACCOUNT, event.account_id)


@subscribe(AccountLeaving)
def find_nothing_of_who_leaves(event: AccountLeaving) -> None:
    _hide_all_by(event.account_id)


@subscribe(AccountSuspended)
def find_nothing_of_who_is_suspended(event: AccountSuspended) -> None:
    _hide_all_by(event.account_id)


@subscribe(AccountErased)
def find_nothing_of_who_is_gone(event: AccountErased) -> None:
    """What stays without a name is found again once its app lists it so."""
    _hide_all_by(event.account_id)


@subscribe(AccountStaying)
def find_again_who_stays(event: AccountStaying) -> None:
    tasks.look_again_at_all_by.enqueue(str(event.account_id))


@subscribe(AccountReinstated)
def find_again_who_is_reinstated(event: AccountReinstated) -> None:
    tasks.look_again_at_all_by.enqueue(str(event.account_id))


def _hide_all_by(account_id: UUID) -> None:
    indexing.hide_all_by(account_id=account_id)
    tasks.look_again_at_all_by.enqueue(str(account_id))


def _look_again(kind: str, key: UUID) -> None:
    if kind in listed_kinds():
        tasks.index.enqueue(kind, str(key))
