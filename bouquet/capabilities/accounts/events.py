"""Facts about accounts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class AccountOpened:
    """An account was opened; its address waits for its code, unless it is known to be theirs."""

    account_id: UUID


@dataclass(frozen=True)
class AccountFollowed:
    """Announced when the follow counts: at once, or when a private account accepted it."""

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
