"""What people type: checked here, in their words."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.foundation.clock import clock
from bouquet.sites.videos.actions.editing import Details
from bouquet.sites.videos.actions.tagging import MOST_TAGS
from bouquet.sites.videos.models import Category, Licence, PlaylistVisibility, Video, Visibility
from bouquet.sites.videos.models.playlist import LONGEST_DESCRIPTION as LONGEST_WORDS
from bouquet.sites.videos.models.playlist import LONGEST_TITLE as LONGEST_NAME
from bouquet.sites.videos.models.video import LONGEST_DESCRIPTION, LONGEST_TITLE

LANGUAGES = [
    ("", _("No speech, or several languages")),
    ("fr", _("French")),
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("br", _("Breton")),
    ("de", _("German")),
    ("es", _("Spanish")),
    ("eu", _("Basque")),
    ("it", _("Italian")),
    ("ja", _("Japanese")),
    ("kab", _("Kabyle")),
    ("ko", _("Korean")),
    ("nl", _("Dutch")),
    ("oc", _("Occitan")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("ro", _("Romanian")),
    ("ru", _("Russian")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("vi", _("Vietnamese")),
    ("wo", _("Wolof")),
    ("zh", _("Chinese")),
    ("fsl", _("French Sign Language")),
]
FARTHEST_SCHEDULE = timedelta(days=365)


class DetailsForm(forms.Form):
    """Everything an author decides about a video. `video` is the one there is, if any."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Markdown is understood; times such as 1:23 become links into the video."),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=600,
        help_text=_("Up to 12 words, with commas between them."),
    )
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.none(), to_field_name="key"
    )
    language = forms.ChoiceField(label=_("Spoken language"), required=False, choices=LANGUAGES)
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices, initial=Licence.RESERVED)
    visibility = forms.ChoiceField(
        label=_("Who may watch"), choices=Visibility.choices, widget=forms.RadioSelect, initial=Visibility.PUBLIC
    )
    password = forms.CharField(
        label=_("Password of the video"),
        required=False,
        max_length=100,
        min_length=4,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("You tell it to whom you want. Leave empty to keep the present one."),
    )
    publish_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty to publish at once."),
    )
    is_premiere = forms.BooleanField(
        label=_("A premiere: people wait for it together"),
        required=False,
        help_text=_("Until its hour its page counts down; before and after, a room beside it is open to all."),
    )
    allows_download = forms.BooleanField(label=_("Let people download it"), required=False)
    allows_embedding = forms.BooleanField(label=_("Let it be shown on other sites"), required=False, initial=True)

    def __init__(self, *args: Any, video: Video | None = None, **kwargs: Any) -> None:
        if video is not None:
            kwargs["initial"] = {**_initial_of(video), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.video = video
        category = cast("forms.ModelChoiceField[Category]", self.fields["category"])
        category.queryset = Category.objects.all()
        category.empty_label = str(_("No category"))

    def clean_title(self) -> str:
        title = tidied(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Give the video a title."))
        return title

    def clean_tags(self) -> list[str]:
        tags = [name for name in re.split(r"[,;#\n]+", self.cleaned_data["tags"]) if name.strip()]
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("Keep the 12 best tags: there are %(count)s."), params={"count": len(tags)})
        return tags

    def clean_publish_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["publish_at"]
        if at is not None and at > clock.now() + FARTHEST_SCHEDULE:
            raise ValidationError(_("Choose a date within a year."))
        return at if at is not None and at > clock.now() else None

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needs_password = values.get("visibility") == Visibility.PASSWORD and not values.get("password")
        if needs_password and "password" not in self.errors and not (self.video and self.video.password):
            self.add_error("password", _("Choose the password people will need to watch."))
        return values

    def details(self) -> Details:
        """What was typed, for `editing.edit`; only of a valid form."""
        names = Details.__dataclass_fields__
        return Details(**{name: value for name, value in self.cleaned_data.items() if name in names})


class SendingForm(forms.Form):
    """To whom, and what to say."""

    to = forms.CharField(label=_("To (handle)"), max_length=40)
    note = forms.CharField(
        label=_("A word with it"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class WatchPasswordForm(forms.Form):
    """The password of a video."""

    password = forms.CharField(
        label=_("Password of the video"),
        max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class FileForm(forms.Form):
    """One video, sent by the browser itself when there is no script."""

    file = forms.FileField(
        label=_("Video file"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": "video/*"})
    )


class PictureForm(forms.Form):
    """One picture: a poster, a banner."""

    picture = forms.FileField(label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/*"}))


def _initial_of(video: Video) -> dict[str, Any]:
    return {
        "title": video.title,
        "description": video.description,
        "tags": ", ".join(tag["name"] for tag in video.tag_list),
        "category": video.category.key if video.category else None,
        "language": video.language,
        "licence": video.licence,
        "visibility": video.visibility,
        "publish_at": timezone.localtime(video.publish_at) if video.publish_at else None,
        "is_premiere": video.is_premiere,
        "allows_download": video.allows_download,
        "allows_embedding": video.allows_embedding,
    }


class PlaylistForm(forms.Form):
    """What a playlist is called, what it is, and who may open it."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_NAME)
    description = forms.CharField(
        label=_("Description"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = forms.ChoiceField(
        label=_("Who may open it"),
        choices=PlaylistVisibility.choices,
        initial=PlaylistVisibility.PRIVATE,
        widget=forms.RadioSelect,
    )

    def clean_title(self) -> str:
        title = tidied(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Please type a title that can be read."), code="invisible")
        return title
