"""What founders and keepers fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.engine.names import tidied
from bouquet.capabilities.affinity.engine import words
from bouquet.sites.tribes.actions.founding import Details
from bouquet.sites.tribes.engine.stickers import GLYPHS, TINTS
from bouquet.sites.tribes.models import Openness, Tribe
from bouquet.sites.tribes.models.tribe import LONGEST_ABOUT, LONGEST_NAME, MOST_QUESTIONS, MOST_TAGS

LANGUAGES = (("fr", "Français"), ("en", "English"))


class NameForm(forms.Form):
    """The first step: what it is."""

    name = forms.CharField(
        label=_("Name of the tribe"),
        max_length=LONGEST_NAME,
        help_text=_("Short and loud: it stands beside your emblem."),
    )
    about = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Markdown is understood."),
    )
    tags = forms.CharField(
        label=_("Affinities"),
        required=False,
        max_length=400,
        help_text=_("Up to 8 words, with commas between them: climbing, board games…"),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def clean_name(self) -> str:
        name: str = tidied(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("Give the tribe a name that can be read."))
        return name

    def clean_tags(self) -> list[str]:
        found = list(words.by_slug(re.split(r"[,;\n]+|\B#", self.cleaned_data["tags"])).values())
        if len(found) > MOST_TAGS:
            raise ValidationError(_("Keep the 8 best: there are %(count)s."), params={"count": len(found)})
        return found


class DoorForm(forms.Form):
    """The second step: who comes in."""

    openness = forms.ChoiceField(
        label=_("Who comes in"), choices=Openness.choices, widget=forms.RadioSelect, initial=Openness.OPEN
    )
    is_listed = forms.BooleanField(label=_("Show a closed tribe in lists and in search"), required=False, initial=True)
    rules = forms.CharField(
        label=_("Rules of the house"),
        required=False,
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    questions = forms.CharField(
        label=_("Questions to those who want to join"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, five at most. They are asked where a keeper lets people in."),
    )

    def clean_questions(self) -> list[str]:
        lines = [tidied(line)[:160] for line in self.cleaned_data["questions"].splitlines()]
        questions = [line for line in lines if line]
        if len(questions) > MOST_QUESTIONS:
            raise ValidationError(
                _("Keep the 5 best questions: there are %(count)s."), params={"count": len(questions)}
            )
        return questions


class LookForm(forms.Form):
    """The third step: a sticker, for as long as there is no picture."""

    sticker = forms.ChoiceField(
        label=_("Sticker"), choices=[(glyph, glyph) for glyph in GLYPHS], widget=forms.RadioSelect, required=False
    )
    colour = forms.TypedChoiceField(
        label=_("Colour"),
        choices=[(str(number), str(number)) for number in range(TINTS)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )


class DetailsForm(NameForm, DoorForm):
    """All the words of a tribe at once, for its settings. What keepers may not change is not asked of them."""

    def __init__(self, *args: Any, tribe: Tribe, is_founder: bool, tags: Iterable[str] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": tribe.name,
            "about": tribe.about,
            "rules": tribe.rules,
            "tags": ", ".join(tags),
            "place": tribe.place,
            "language": tribe.language,
            "openness": tribe.openness,
            "is_listed": tribe.is_listed,
            "questions": "\n".join(tribe.questions),
        }
        super().__init__(*args, **kwargs)
        self.tribe = tribe
        self.order_fields([*NameForm.base_fields, *DoorForm.base_fields])
        if not is_founder:
            del self.fields["openness"], self.fields["is_listed"]

    def details(self) -> Details:
        """What was typed, with the look the tribe has."""
        kept = {"openness": self.tribe.openness, "is_listed": self.tribe.is_listed}
        return Details(**{**kept, **self.cleaned_data}, sticker=self.tribe.sticker, colour=self.tribe.colour)


class PictureForm(forms.Form):
    """One picture."""

    picture = forms.FileField(label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/*"}))


class LinkForm(forms.Form):
    """How far an invitation link goes."""

    most_uses = forms.TypedChoiceField(
        label=_("How many people"),
        choices=[("1", "1"), ("10", "10"), ("50", "50"), ("", _("As many as want to"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="10",
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[("1", _("One day")), ("7", _("A week")), ("30", _("A month")), ("", _("Until it is revoked"))],
        coerce=int,
        empty_value=None,
        required=False,
        initial="7",
    )


class PersonForm(forms.Form):
    """Whom to invite."""

    handle = forms.CharField(label=_("Handle"), max_length=40, help_text=_("As in @karim."))
    note = forms.CharField(label=_("A word with it"), required=False, max_length=300)


class AnswersForm(forms.Form):
    """What a tribe asks of who wants to join: a field for each question."""

    def __init__(self, *args: Any, questions: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
            )

    def answers(self) -> list[str]:
        """In the order of the questions."""
        return [str(self.cleaned_data[name]) for name in self.fields]
