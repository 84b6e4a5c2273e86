"""What people type: reports, decisions, objections, watched words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.moderation.actions.deciding import ACCOUNT, LONGEST_DAYS
from bouquet.capabilities.moderation.engine import reasons, words
from bouquet.capabilities.moderation.engine.measures import FOR_PEOPLE, FOR_THINGS, Ground, Measure
from bouquet.capabilities.moderation.models import Case, WatchedWord

LONGEST = 5000
Choice = tuple[str, str | Promise | SafeString]


def _reason_choices() -> list[Choice]:
    return [
        (one.code, format_html("<span><strong>{}</strong><small>{}</small></span>", one.label, one.help))
        for one in reasons.REASONS
    ]


def _text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})


class ReportForm(forms.Form):
    """Regulation (EU) 2022/2065 art. 16(2): (a) why, (c) who, (d) in good faith; (b), where, is the page's."""

    reason = forms.ChoiceField(label=_("What is it?"), choices=_reason_choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("It is"),
        choices=[(Ground.TERMS, _("against the rules of this place")), (Ground.LAW, _("against the law"))],
        widget=forms.RadioSelect,
        initial=Ground.TERMS,
    )
    explanation = forms.CharField(
        label=_("Tell us more"),
        max_length=LONGEST,
        widget=_text(),
        help_text=_(
            "What is wrong, and where in it: a sentence, a moment, a picture. Its author does not see who you are."
        ),
    )
    name = forms.CharField(
        label=_("Your name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    mail = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("We confirm that your report arrived, and tell you what was decided. Nothing else."),
    )
    in_good_faith = forms.BooleanField(
        label=_("To the best of my knowledge, what I say here is accurate and complete."),
    )

    def __init__(self, *args: Any, is_member: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_member = is_member
        if is_member:
            del self.fields["name"], self.fields["mail"]
        else:
            del self.fields["ground"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        why = reasons.reason(told.get("reason", ""))
        if not self.is_member and why.needs_name:
            for field in ("name", "mail"):
                if not told.get(field) and field not in self.errors:
                    self.add_error(field, _("The law asks for it with a report of this sort."))
        return told


class DecisionForm(forms.Form):
    """What a moderator decides. Which of it a keeper may decide is the action's to know."""

    measure = forms.ChoiceField(
        label=_("The thing"),
        choices=[(one.value, one.label) for one in FOR_THINGS],
        widget=forms.RadioSelect,
        initial=Measure.KEEP,
    )
    label = forms.CharField(
        label=_("Warning that is shown first"),
        max_length=120,
        required=False,
        help_text=_("For “Show behind a warning”. Such as: violent pictures."),
    )
    sanction = forms.ChoiceField(
        label=_("Its author"),
        choices=[("", _("Nothing")), *((one.value, one.label) for one in FOR_PEOPLE)],
        widget=forms.RadioSelect,
        required=False,
    )
    days = forms.IntegerField(
        label=_("Days of suspension"), min_value=1, max_value=LONGEST_DAYS, required=False, initial=7
    )
    reason = forms.ChoiceField(label=_("Category"), choices=reasons.choices)
    ground = forms.ChoiceField(
        label=_("On which ground"), choices=Ground.choices, widget=forms.RadioSelect, initial=Ground.TERMS
    )
    clause = forms.CharField(
        label=_("Which law, or which point of the terms"),
        max_length=200,
        required=False,
        help_text=_("Such as: loi du 29 juillet 1881, art. 33; terms of use, 4.2."),
    )
    facts = forms.CharField(
        label=_("Facts"),
        max_length=LONGEST,
        required=False,
        widget=_text(3),
        help_text=_("What was found, where, and when. Who reported it is not told."),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONGEST,
        required=False,
        widget=_text(),
        help_text=_("Why this is against the law or the terms. The person concerned reads it."),
    )

    def __init__(self, *args: Any, case: Case, is_keeper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].initial = case.reason
        if is_keeper:
            del self.fields["sanction"], self.fields["days"], self.fields["ground"]
        elif case.author_id is None:
            del self.fields["sanction"], self.fields["days"]
        if case.kind == ACCOUNT:
            del self.fields["measure"], self.fields["label"]

    def told(self) -> dict[str, Any]:
        """What `decide` takes."""
        told = dict(self.cleaned_data)
        told.setdefault("measure", Measure.KEEP)
        told.setdefault("ground", Ground.TERMS)
        return told

    def refuse(self, error: ValidationError) -> None:
        """Show what the action found wrong beside its field."""
        for field, messages in error.message_dict.items():
            self.add_error(field if field in self.fields else None, messages)


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("Why the decision is wrong"),
        max_length=LONGEST,
        widget=_text(6),
        help_text=_("Somebody who did not take the decision reads it. There is no charge, and no machine decides."),
    )


class JudgementForm(forms.Form):
    is_right = forms.ChoiceField(
        label=_("The objection"),
        choices=[("no", _("The decision stands")), ("yes", _("The objection is right: all goes back to what it was"))],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=LONGEST, widget=_text(), help_text=_("Whoever contested reads it.")
    )


class ReversalForm(forms.Form):
    reasons = forms.CharField(
        label=_("Why it is taken back"),
        max_length=LONGEST,
        widget=_text(3),
        help_text=_("The person concerned reads it."),
    )


class WordForm(forms.ModelForm[WatchedWord]):
    class Meta:
        model = WatchedWord
        fields = ("word", "action", "language")
        help_texts = {"word": _("One word or several. With a star at the end, also what begins so: spam*")}

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("Every language")), ("fr", _("French")), ("en", _("English"))],
    )

    def clean_word(self) -> str:
        word: str = self.cleaned_data["word"].strip()
        if not words.parts_of(word):
            raise ValidationError(_("Nothing of this could be looked for: please type letters or digits."))
        return word

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "word" in told:
            same = WatchedWord.objects.filter(normal=words.normalised(told["word"]), language=told.get("language", ""))
            if same.exists():
                self.add_error("word", _("This word is watched already."))
        return told


class TryForm(forms.Form):
    """What would happen to a text."""

    text = forms.CharField(label=_("A text to try"), max_length=LONGEST, widget=_text(2))
