"""What hangs on a post that is being edited: its photos, and its poll while nobody has voted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.models import Photo
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.engine.attachments import PhotoDraft, PollChange
from bouquet.sites.tribes.forms.attachments import PHOTOS, POLL, AttachmentsForm
from bouquet.sites.tribes.forms.polls import LENGTHS
from bouquet.sites.tribes.models import Poll, Post, PostPhoto
from bouquet.sites.tribes.models.poll import LONGEST_OPTION, MOST_OPTIONS

AS_IT_IS, NO_END = "", "0"
MOST_AT_ONCE = 3


class PollChangeForm(forms.Form):
    """A few more answers, and another end."""

    lasts = forms.ChoiceField(
        label=_("It ends"),
        required=False,
        choices=[
            (AS_IT_IS, _("When it was to end")),
            *((str(days), label) for days, label in LENGTHS),
            (NO_END, _("No end")),
        ],
        help_text=_("A length counts from now."),
    )

    def __init__(self, data: QueryDict | None, *, poll: Poll) -> None:
        super().__init__(data, prefix="poll")
        self.poll = poll
        last = min(MOST_OPTIONS, len(poll.options) + MOST_AT_ONCE)
        for number in range(len(poll.options) + 1, last + 1):
            self.fields[f"option_{number}"] = forms.CharField(
                label=gettext("Answer %(number)s") % {"number": number}, max_length=LONGEST_OPTION, required=False
            )

    @property
    def further_options(self) -> list[forms.BoundField]:
        """The fields of answers that may be added."""
        return [self[name] for name in self.fields if name.startswith("option_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts = [*self.poll.options, *self._texts(data)]
        if len({text.casefold() for text in texts}) < len(texts):
            raise forms.ValidationError(gettext("Two answers are the same: nothing is lost, change one of them."))
        return data

    def change(self) -> PollChange:
        """What was asked for; for a form that is valid."""
        lasts = self.cleaned_data["lasts"]
        ends_at = clock.now() + timedelta(days=int(lasts)) if lasts not in (AS_IT_IS, NO_END) else None
        return PollChange(tuple(self._texts(self.cleaned_data)), moves_end=lasts != AS_IT_IS, ends_at=ends_at)

    def _texts(self, data: dict[str, Any]) -> list[str]:
        texts = [" ".join((data.get(field.name) or "").split()) for field in self.further_options]
        return [text for text in texts if text]


class EditedAttachments(AttachmentsForm):
    """As `AttachmentsForm`, of a post that is there. What the page does not send (`with`) stays as it is."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        by: Account,
        post: Post,
    ) -> None:
        rows = PostPhoto.objects.filter(post=post).select_related("photo")
        self._hanging: dict[UUID, Photo] = {row.photo_id: row.photo for row in rows}
        self.present_poll = Poll.objects.filter(post=post).first()
        super().__init__(data, files, by=by)
        if data is None:
            self.photos = list(self._hanging.values())
        poll = self.present_poll
        self.poll_change = None
        if poll is not None and not poll.is_over and not poll.voters_count:
            self.poll_change = PollChangeForm(data if self._was_open(POLL) else None, poll=poll)

    def take(self) -> bool:
        if self._was_open(PHOTOS):
            self._take_photos()
        is_poll_right = self.poll_change is None or not self.poll_change.is_bound or self.poll_change.is_valid()
        return is_poll_right and not self.errors

    @property
    def drafts(self) -> tuple[PhotoDraft, ...] | None:
        """The photos it is to have; None when the page did not speak of them."""
        if not self._was_open(PHOTOS):
            return None
        return tuple(PhotoDraft(photo.pk, photo.alt) for photo in self.photos)

    @property
    def change_of_poll(self) -> PollChange | None:
        """What is to become of the poll, if anything."""
        form = self.poll_change
        return form.change() if form is not None and form.is_bound else None

    def _photos_called(self, keys: Collection[UUID]) -> dict[UUID, Photo]:
        return super()._photos_called(keys) | self._hanging
