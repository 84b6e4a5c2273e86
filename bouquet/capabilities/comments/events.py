"""Facts about comments and reactions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class CommentPosted:
    """A comment is read by others for the first time: at once, or when it was approved or released."""

    comment_id: UUID


@dataclass(frozen=True)
class CommentWaiting:
    """A comment waits until those who keep the talk approve it."""

    comment_id: UUID


@dataclass(frozen=True)
class CommentEdited:
    """Its words are not what they were."""

    comment_id: UUID


@dataclass(frozen=True)
class CommentPlaced:
    """Others read a comment who did not before, or do not any more, whatever the reason."""

    comment_id: UUID


@dataclass(frozen=True)
class CommentRemoved:
    """Its author or a keeper took it away; it can come back for a while."""

    comment_id: UUID


@dataclass(frozen=True)
class SubjectReacted:
    """A member reacted to a thing, or chose another emoji."""

    kind: str
    key: UUID
    account_id: UUID
    emoji: str


@dataclass(frozen=True)
class SubjectUnreacted:
    """A member took their reaction back."""

    kind: str
    key: UUID
    account_id: UUID
