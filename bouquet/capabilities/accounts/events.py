"""Facts about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AccountOpened:
    """An account was opened; its address waits for its code, unless it is known to be theirs."""

    account_id: UUID


@dataclass(frozen=True)
class AccountChanged:
    """What others see of a member is not what it was: the name, the handle, the words, the picture, the privacy."""

    account_id: UUID


@dataclass(frozen=True)
class AccountFollowed:
    """Announced when the follow counts: at once, or when a private account accepted it."""

    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True)
class FollowAsked:
    """Somebody asks to follow a private account."""

    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True)
class FollowAccepted:
    """A private account let somebody follow it who had asked; `AccountFollowed` says the rest."""

    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True)
class FollowAskEnded:
    """A request waits no more: accepted, refused, or taken back."""

    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True)
class AccountUnfollowed:
    """A follow ended."""

    follower_id: UUID
    followed_id: UUID


@dataclass(frozen=True)
class AccountLeaving:
    """Its member asked for it to be closed: others see nothing of it during the days of grace."""

    account_id: UUID


@dataclass(frozen=True)
class AccountStaying:
    """Its member came back in time: all is as it was."""

    account_id: UUID


@dataclass(frozen=True)
class AccountErased:
    """The row is empty already. With `keeps_posts`, what the member posted stays, by nobody; else it must go."""

    account_id: UUID
    keeps_posts: bool


@dataclass(frozen=True)
class CopyAsked:
    """A member asked for a copy of their data."""

    export_id: UUID


@dataclass(frozen=True)
class AccountBlocked:
    """From now on the two see nothing of each other; their follows have ended."""

    blocker_id: UUID
    blocked_id: UUID


@dataclass(frozen=True)
class AccountUnblocked:
    """The block was taken back; they are still apart if the other one blocks too."""

    blocker_id: UUID
    blocked_id: UUID


@dataclass(frozen=True)
class AccountMuted:
    """`muter` is no longer told nor shown unasked what `muted` does. Nobody else may learn of it."""

    muter_id: UUID
    muted_id: UUID


@dataclass(frozen=True)
class AccountUnmuted:
    """The mute was taken back."""

    muter_id: UUID
    muted_id: UUID


@dataclass(frozen=True)
class AccountSuspended:
    """Nobody can sign in to it, and others see nothing of it, until it is reinstated. It may be leaving as well."""

    account_id: UUID


@dataclass(frozen=True)
class AccountReinstated:
    """The suspension is over, by decision or by itself: all is as it was, unless its member is leaving."""

    account_id: UUID
