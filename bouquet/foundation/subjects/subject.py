"""What one thing tells of itself to those who cannot know what it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

# An account, or Django's AnonymousUser: the floors above know which.
Visitor = Any


class Ref(NamedTuple):
    """What a row of another app keeps of a thing: its kind, such as `videos.video`, and its primary key."""

    kind: str
    key: UUID


class Standing(StrEnum):
    """What a moderator's decision leaves of a thing. Hidden: only its author sees it. Removed: nobody does.

    Both can be taken back, for an appeal may succeed (Regulation (EU) 2022/2065 art. 20).
    """

    SHOWN = "shown"
    LABELLED = "labelled"
    HIDDEN = "hidden"
    REMOVED = "removed"


@dataclass(frozen=True)
class Subject:
    """A thing as it is now.

    `title` is one line of plain text; `text` is all its words, for people and machines that judge them; `address` is
    the absolute address of its page. `keepers` may look after what is said below it, besides its author and moderators.
    From `comments_close_at` on nobody may comment; the author's own wish to close is not kept here.
    `part_of` is what it stands below or in (a comment: the video; a post: the tribe). `embed` is the absolute address
    of a page that shows it within others of the network (a player), empty when there is none.
    """

    ref: Ref
    title: str
    address: str
    author_id: UUID | None
    made_at: datetime
    text: str = ""
    pictures: tuple[str, ...] = ()
    language: str = ""
    standing: Standing = Standing.SHOWN
    keepers: frozenset[UUID] = field(default_factory=frozenset)
    comments_close_at: datetime | None = None
    part_of: Ref | None = None
    embed: str = ""


class Kind(ABC):
    """What an app registers for each sort of thing it owns. Everything goes by many keys at once: lists are long."""

    # `videos.video`: the app's label, then the model.
    name: str
    # One of them in a sentence of the visitor's language, as in “a video”.
    label: str | Promise
    icon: str

    @abstractmethod
    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        """The things that exist, whoever may see them: for the house itself and for its moderators."""

    @abstractmethod
    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Which of them `visitor` may see at their address."""

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Under which of them `visitor` may speak: where they may look, unless the kind is stricter."""
        return self.visible_to(visitor, keys)

    @abstractmethod
    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        """Put the thing into `standing`, in the running transaction; safe to repeat. Every page, list, feed and index
        follows. `label` is the warning shown before it (LABELLED only)."""

    def key_at(self, path: str) -> UUID | None:
        """The thing whose page is at `path` (without the language's prefix) on a host that shows its site, if any."""
        return None
