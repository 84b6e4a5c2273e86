"""A file of another blog."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from bouquet.sites.blogs.actions.importing import MOST_BYTES


class ImportForm(forms.Form):
    """The file, and where the blog was."""

    file = forms.FileField(
        label=_("Export file"),
        help_text=_(
            "WordPress: the XML of Tools → Export. Ghost: the JSON of Labs → Export, then its redirects.json or "
            "redirects.yaml. A blog here: its ZIP."
        ),
        widget=forms.FileInput(attrs={"accept": ".xml,.json,.yaml,.zip,text/xml,application/json,application/zip"}),
    )
    address = forms.URLField(
        label=_("Where the blog was"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Ghost's exports do not say: without it their pictures cannot be fetched."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than 60 MB. Those who run the network can bring it for you."), code="large"
            )
        return file


class ConfirmForm(forms.Form):
    """Who of those who wrote there is this person."""

    me = forms.ChoiceField(
        label=_("You wrote there as"),
        required=False,
        help_text=_("Their posts become yours. The others keep their names, and you can ask these people to join you."),
    )

    def __init__(self, *args: Any, authors: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = [("", _("None of them"))]
        self.fields["me"].choices = nobody + [(one["login"], one["name"]) for one in authors]  # type: ignore[attr-defined]
