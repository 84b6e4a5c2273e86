"""What somebody writes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.sites.blogs.actions.writing import Words, words_of
from bouquet.sites.blogs.engine.markdown import document_of_markdown, markdown_of
from bouquet.sites.blogs.engine.schema import InvalidDocument, parsed
from bouquet.sites.blogs.models import Post
from bouquet.sites.blogs.models.post import LONGEST_EXCERPT, LONGEST_TITLE


class WritingForm(forms.Form):
    """The words of a post: as the editor's `document`, or as `source` in Markdown where there is no script."""

    title = forms.CharField(label=_("Title"), required=False, max_length=LONGEST_TITLE)
    source = forms.CharField(
        label=_("Text, in Markdown"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24})
    )
    document = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    excerpt = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=LONGEST_EXCERPT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lists and letters show it. Left empty, it is the first words."),
    )

    losses: Counter[str] = Counter()

    @classmethod
    def of(cls, post: Post) -> WritingForm:
        """Filled with what is written so far."""
        return cls.holding(words_of(post), on=post.edition)

    @classmethod
    def holding(cls, words: Words, *, on: int) -> WritingForm:
        """Filled with `words`, to be saved on top of edition `on`."""
        return cls(
            initial={
                "title": words.title,
                "excerpt": words.excerpt,
                "source": markdown_of(words.document),
                "document": json.dumps(words.document, ensure_ascii=False, separators=(",", ":")),
                "on": on,
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            if cleaned.get("document"):
                cleaned["words"] = parsed(cleaned["document"])
            else:
                cleaned["words"], self.losses = document_of_markdown(cleaned.get("source", ""))
        except InvalidDocument as wrong:
            raise ValidationError(
                gettext("This text could not be saved (%(why)s). It is still here: copy it before you leave the page.")
                % {"why": wrong}
            ) from None
        return cleaned

    @property
    def words(self) -> Words:
        """What was written; the form is valid."""
        return Words(self.cleaned_data["title"], self.cleaned_data["words"], self.cleaned_data["excerpt"])
