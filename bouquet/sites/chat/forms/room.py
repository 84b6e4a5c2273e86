"""A room as somebody wants it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.messaging.models import Room
from bouquet.capabilities.messaging.models.room import LONGEST_NAME, LONGEST_TOPIC

OPENNESS = [
    (Room.Openness.PUBLIC.value, _("Public: everybody finds and reads it, members speak")),
    (Room.Openness.PRIVATE.value, _("Private: everybody finds its name, only who is invited comes in")),
    (Room.Openness.SECRET.value, _("Secret: nobody knows of it but who is invited")),
]
SLOW = [(0, _("Off")), (10, _("10 seconds")), (30, _("30 seconds")), (60, _("1 minute")), (300, _("5 minutes")),
        (3600, _("1 hour"))]  # fmt: skip
DAYS = [("", _("Without end")), ("1", _("A day")), ("7", _("A week")), ("30", _("A month"))]


class RoomForm(forms.Form):
    """Name, topic, and for whom."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    topic = forms.CharField(
        label=_("What is it about?"), max_length=LONGEST_TOPIC, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    openness = forms.ChoiceField(
        label=_("For whom?"), choices=OPENNESS, initial=Room.Openness.PUBLIC, widget=forms.RadioSelect
    )


class SettingsForm(RoomForm):
    """And how one speaks there. What belongs to a thing is as open as the thing."""

    slow_seconds = forms.TypedChoiceField(
        label=_("Slow mode"),
        choices=SLOW,
        coerce=int,
        help_text=_("How long each person waits between two messages. Keepers do not wait."),
    )
    read_only = forms.BooleanField(
        label=_("Read-only"), required=False, help_text=_("Only those who look after the room speak there.")
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": room.name,
            "topic": room.topic,
            "openness": room.openness,
            "slow_seconds": room.slow_seconds,
            "read_only": room.is_read_only,
        }
        super().__init__(*args, **kwargs)
        if room.about is not None:
            del self.fields["openness"]
        slow = self.fields["slow_seconds"]
        if isinstance(slow, forms.TypedChoiceField) and room.slow_seconds not in dict(SLOW):
            slow.choices = [*SLOW, (room.slow_seconds, str(room.slow_seconds))]


class PeopleForm(forms.Form):
    """Who one writes to, by handle."""

    people = forms.CharField(
        label=_("To whom?"),
        max_length=400,
        help_text=_("One or more names as they are written after the @, such as ines karim."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    text = forms.CharField(label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def handles(self) -> list[str]:
        """Each once, in small letters, as typed in order."""
        typed = self.cleaned_data["people"].replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(one.removeprefix("@").lower() for one in typed))


class LinkForm(forms.Form):
    """How long an invitation link lets people in, and how many."""

    days = forms.TypedChoiceField(label=_("Good for"), choices=DAYS, coerce=int, empty_value=None, required=False)
    most_uses = forms.IntegerField(label=_("For how many people"), min_value=1, max_value=10_000, required=False)
