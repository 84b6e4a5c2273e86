"""What somebody wants to hang on a post, before it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

MOST_PHOTOS: Final = 10


@dataclass(frozen=True)
class PhotoDraft:
    """A photo that was sent, and what is to be seen on it."""

    photo_id: UUID
    alt: str = ""


@dataclass(frozen=True)
class PollDraft:
    """`ends_at` None: it stays open."""

    question: str
    options: tuple[str, ...]
    is_multiple: bool = False
    hides_results: bool = False
    ends_at: datetime | None = None


@dataclass(frozen=True)
class PollChange:
    """Further answers; with `moves_end`, another end (`ends_at` None: it stays open)."""

    options: tuple[str, ...] = ()
    moves_end: bool = False
    ends_at: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.options) or self.moves_end


@dataclass(frozen=True)
class EventDraft:
    """`zone` is the IANA name of the place's time zone; `capacity` None: anyone may come."""

    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    zone: str = "Europe/Paris"
    place: str = ""
    link: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class Attachments:
    """All of it. `unfolds`: the first address in the words is shown as a card."""

    photos: tuple[PhotoDraft, ...] = ()
    video_id: UUID | None = None
    poll: PollDraft | None = None
    event: EventDraft | None = None
    unfolds: bool = True

    def __bool__(self) -> bool:
        return bool(self.photos or self.video_id or self.poll or self.event)

    @property
    def words(self) -> str:
        """Everything in it that people read."""
        return "\n".join(part for part in self._words() if part)

    def _words(self) -> Iterator[str]:
        yield from (photo.alt for photo in self.photos)
        if self.poll:
            yield from (self.poll.question, *self.poll.options)
        if self.event:
            yield from (self.event.title, self.event.place, self.event.link)
