"""A poll somebody composes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.foundation.clock import clock
from bouquet.sites.tribes.engine.attachments import PollDraft
from bouquet.sites.tribes.models.poll import LEAST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS

# How many days it may last; 0: it stays open.
LENGTHS = ((1, _("One day")), (3, _("Three days")), (7, _("One week")), (14, _("Two weeks")), (30, _("One month")))


class PollForm(forms.Form):
    """A question, from two to ten answers, and how it is voted in."""

    question = forms.CharField(label=_("Question"), max_length=LONGEST_QUESTION)
    is_multiple = forms.BooleanField(label=_("Several answers may be chosen"), required=False)
    hides_results = forms.BooleanField(label=_("Hide the results until one has voted"), required=False)
    lasts = forms.TypedChoiceField(label=_("Open for"), coerce=int, choices=[*LENGTHS, (0, _("No end"))], initial=7)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "poll")
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_OPTIONS + 1):
            self.fields[f"option_{number}"] = forms.CharField(
                label=gettext("Answer %(number)s") % {"number": number},
                max_length=LONGEST_OPTION,
                required=number <= LEAST_OPTIONS,
            )

    @property
    def first_options(self) -> list[forms.BoundField]:
        """Those that are there from the beginning, and those that hold something."""
        return [field for number, field in enumerate(self._options()) if number < 3 or field.value()]

    @property
    def further_options(self) -> list[forms.BoundField]:
        """Those one asks for."""
        return [field for number, field in enumerate(self._options()) if number >= 3 and not field.value()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        options = self._texts(data)
        if len({text.casefold() for text in options}) < len(options):
            raise forms.ValidationError(gettext("Two answers are the same: nothing is lost, change one of them."))
        return data

    def draft(self) -> PollDraft:
        """What was composed; for a form that is valid."""
        data = self.cleaned_data
        days = data["lasts"]
        return PollDraft(
            question=" ".join(data["question"].split()),
            options=tuple(self._texts(data)),
            is_multiple=data["is_multiple"],
            hides_results=data["hides_results"],
            ends_at=clock.now() + timedelta(days=days) if days else None,
        )

    def is_empty(self) -> bool:
        """Whether nothing was written into it."""
        return not any(
            (self[name].value() or "").strip() for name in self.fields if name.startswith(("question", "op"))
        )

    def _options(self) -> list[forms.BoundField]:
        return [self[f"option_{number}"] for number in range(1, MOST_OPTIONS + 1)]

    def _texts(self, data: dict[str, Any]) -> list[str]:
        texts = [" ".join((data.get(f"option_{number}") or "").split()) for number in range(1, MOST_OPTIONS + 1)]
        return [text for text in texts if text]
