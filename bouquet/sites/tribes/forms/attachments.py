"""What hangs on a post somebody composes: files that come along are taken in at once, so that no fault loses them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.actions.receiving import receive_sent
from bouquet.capabilities.media.actions.ticketing import upload_ticket
from bouquet.capabilities.media.models import Asset, Photo
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.sites.tribes.actions.attaching import VIDEO
from bouquet.sites.tribes.engine.attachments import MOST_PHOTOS, Attachments, PhotoDraft
from bouquet.sites.tribes.forms.events import EventForm
from bouquet.sites.tribes.forms.polls import PollForm

POLL, EVENT, FILM, PHOTOS = "poll", "event", "video", "photos"
PARTS: Final = (PHOTOS, FILM, POLL, EVENT)


class AttachmentsForm:
    """Beside the form of the words, in the same `<form>`. `errors` are sentences; `photos` and `video` what is there.

    `asked` are the parts the page is opened with (`?with=poll`). Which others were open is in the data.
    """

    is_multipart = True

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        by: Account,
        asked: Collection[str] = (),
    ) -> None:
        self.data, self.files, self.by = data, files, by
        # Without script, a button of the form asks for one more part (`more`).
        more = data.getlist("more") if data is not None else []
        self.asked = {part for part in PARTS if part in {*asked, *more}}
        self.errors: list[str] = []
        self.photos: list[Photo] = self._known_photos()
        self.video: Asset | None = self._known_video()

    @cached_property
    def poll(self) -> PollForm:
        """The poll, bound when one was sent."""
        return PollForm(self.data if self._was_open(POLL) else None)

    @cached_property
    def event(self) -> EventForm:
        """The event, bound when one was sent."""
        return EventForm(self.data if self._was_open(EVENT) else None)

    @property
    def has_poll(self) -> bool:
        """Whether the page shows the poll's fields."""
        return POLL in self.asked or self._was_open(POLL)

    @property
    def has_event(self) -> bool:
        """Whether the page shows the event's fields."""
        return EVENT in self.asked or self._was_open(EVENT)

    @property
    def has_video(self) -> bool:
        """Whether the page shows where a video is sent."""
        return FILM in self.asked or self._was_open(FILM) or self.video is not None

    @property
    def shows_photos(self) -> bool:
        """Whether the page leads the eye to photos."""
        return PHOTOS in self.asked or bool(self.photos)

    @property
    def ticket(self) -> str:
        """What lets the browser send a video, piece by piece."""
        return upload_ticket(self.by, purpose=VIDEO)

    @property
    def is_plain(self) -> bool:
        """Whether the author wants no card of the page they link to."""
        return bool(self.data and self.data.get("plain_link"))

    def take(self) -> bool:
        """Take in the files that came along and check the rest; whether all of it can be posted.

        Whatever came stays, also when something else is wrong: the page shows it again.
        """
        self._take_photos()
        self._take_video()
        sent: list[Any] = [form for form in (self._sent_poll, self._sent_event) if form is not None]
        valid = [form.is_valid() for form in sent]
        return all(valid) and not self.errors

    def attachments(self) -> Attachments:
        """All of it, after `take` said yes."""
        poll, event = self._sent_poll, self._sent_event
        return Attachments(
            photos=tuple(PhotoDraft(photo.pk, photo.alt) for photo in self.photos),
            video_id=self.video.pk if self.video else None,
            poll=poll.draft() if poll is not None else None,
            event=event.draft() if event is not None else None,
            unfolds=not self.is_plain,
        )

    @property
    def _sent_poll(self) -> PollForm | None:
        return self.poll if self._was_open(POLL) and not self.poll.is_empty() else None

    @property
    def _sent_event(self) -> EventForm | None:
        return self.event if self._was_open(EVENT) and not self.event.is_empty() else None

    def _was_open(self, part: str) -> bool:
        return self.data is not None and part in self.data.getlist("with")

    def _known_photos(self) -> list[Photo]:
        """Those that were sent before, in the order of the page, with what was written about them."""
        if self.data is None:
            return []
        keys = [key for text in self.data.getlist("photo") if (key := _key(text))]
        found = self._photos_called(keys)
        photos = [found[key] for key in dict.fromkeys(keys) if key in found and not self.data.get(f"off-{key}")]
        for photo in photos:
            photo.alt = media_photos.clean_alt(self.data.get(f"alt-{photo.pk}", photo.alt))
        return photos

    def _photos_called(self, keys: Collection[UUID]) -> dict[UUID, Photo]:
        """Which of them may hang on this post."""
        return Photo.objects.owned_by(self.by).filter(kept_at=None).exclude(widths=[]).in_bulk(keys)

    def _known_video(self) -> Asset | None:
        key = _key(self.data.get("video", "")) if self.data is not None else None
        if key is None:
            return None
        video = Asset.objects.owned_by(self.by).filter(pk=key, purpose=VIDEO).first()
        if video is None:
            self.errors.append(gettext("Your video has not arrived whole yet. Wait for it, or take it off."))
        return video

    def _take_photos(self) -> None:
        sent = self.files.getlist("photos") if self.files is not None else []
        room = MOST_PHOTOS - len(self.photos)
        if len(sent) > room:
            words = ngettext(
                "A post takes %(count)s photo: the others were left out.",
                "A post takes %(count)s photos: the others were left out.",
                MOST_PHOTOS,
            )
            self.errors.append(words % {"count": MOST_PHOTOS})
        for file in sent[: max(0, room)]:
            try:
                self.photos.append(media_photos.receive(file=file.file, owner=self.by))  # type: ignore[arg-type]
            except CannotReceive as refused:
                self.errors.append(f"{file.name}\u00a0: {refused.sentence()}")
        self._describe(self.data.get("alts", "") if self.data is not None else "")

    def _describe(self, words: str) -> None:
        """Without script, photos are described in one field: a line each, in the order they were chosen."""
        without = [photo for photo in self.photos if not photo.alt]
        for photo, line in zip(without, [line for line in words.splitlines() if line.strip()], strict=False):
            media_photos.describe(photo=photo, alt=line)

    def _take_video(self) -> None:
        file = self.files.get("video_file") if self.files is not None else None
        if file is None or self.video is not None:
            return
        try:
            self.video = receive_sent(file=file, owner=self.by, purpose=VIDEO)
        except CannotReceive as refused:
            self.errors.append(f"{file.name}\u00a0: {refused.sentence()}")


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
