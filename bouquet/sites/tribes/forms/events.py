"""An event somebody composes or moves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.sites.tribes.engine.attachments import EventDraft
from bouquet.sites.tribes.engine.moments import city_of
from bouquet.sites.tribes.models import Event
from bouquet.sites.tribes.models.event import LONGEST_PLACE, LONGEST_TITLE

# Where members of a French network meet: home, overseas, and the neighbours.
ZONES = (
    *("Europe/Paris", "America/Guadeloupe", "America/Martinique", "America/Cayenne", "Indian/Reunion"),
    *("Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "America/Miquelon", "Pacific/Wallis"),
    *("Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Madrid", "Europe/Brussels", "Europe/Amsterdam"),
    *("Europe/Luxembourg", "Europe/Zurich", "Europe/Rome", "Europe/Berlin", "Europe/Vienna", "Europe/Prague"),
    *("Europe/Warsaw", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Athens", "Europe/Bucharest"),
    *("Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Dakar", "Africa/Abidjan"),
    *("America/Toronto", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "UTC"),
)
LONGEST = timedelta(days=31)
FURTHEST = timedelta(days=2 * 366)


class _Day(forms.DateInput):
    input_type = "date"


class _Hour(forms.TimeInput):
    input_type = "time"


class EventForm(forms.Form):
    """What, when by the clock there, where or at which address, and for how many."""

    title = forms.CharField(label=_("What"), max_length=LONGEST_TITLE)
    day = forms.DateField(label=_("Day"), widget=_Day(format="%Y-%m-%d"))
    hour = forms.TimeField(label=_("Begins at"), widget=_Hour(format="%H:%M"))
    end_day = forms.DateField(label=_("Last day"), widget=_Day(format="%Y-%m-%d"), required=False)
    end_hour = forms.TimeField(label=_("Ends at"), widget=_Hour(format="%H:%M"), required=False)
    zone = forms.ChoiceField(label=_("Time zone"), choices=[], required=False)
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    link = forms.URLField(label=_("Link, when it is online"), max_length=500, required=False, assume_scheme="https")
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=100_000, required=False)

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "event")
        super().__init__(*args, **kwargs)
        usual = zone or network().time_zone
        names = sorted({usual, *ZONES}, key=lambda name: (name != usual, name))
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (it was declared so above)
        field.choices = [(name, city_of(name)) for name in names]
        field.initial = usual

    @classmethod
    def of(cls, event: Event, data: Any = None) -> EventForm:
        """The form that moves `event`."""
        begins, ends = event.starts_there, event.ends_there
        held = {
            "title": event.title,
            "day": begins.date(),
            "hour": begins.time(),
            "end_day": ends.date() if ends and not event.is_one_day else None,
            "end_hour": ends.time() if ends else None,
            "zone": event.zone,
            "place": event.place,
            "link": event.link,
            "capacity": event.capacity,
        }
        return cls(data, initial=held, zone=event.zone)

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(gettext("Give an address that begins with https://."))
        return link

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("day") or data.get("hour") is None:
            return data
        draft = self.draft()
        now = clock.now()
        if draft.starts_at <= now:
            self.add_error("day", gettext("This moment is past: choose one to come."))
        elif draft.starts_at > now + FURTHEST:
            self.add_error("day", gettext("This is more than two years ahead: choose a nearer day."))
        if draft.ends_at is not None and draft.ends_at <= draft.starts_at:
            self.add_error("end_hour", gettext("It would end before it begins: change the end."))
        elif draft.ends_at is not None and draft.ends_at - draft.starts_at > LONGEST:
            self.add_error("end_day", gettext("An event lasts a month at most."))
        if not data.get("place") and not data.get("link") and not self.errors:
            self.add_error("place", gettext("Say where: a place, or a link when it is online."))
        return data

    def draft(self) -> EventDraft:
        """What was composed; for a form that is valid."""
        data = self.cleaned_data
        zone = ZoneInfo(data.get("zone") or network().time_zone)
        starts_at = datetime.combine(data["day"], data["hour"], tzinfo=zone)
        ends_at = None
        if data.get("end_hour") is not None or data.get("end_day"):
            last_day = data.get("end_day") or data["day"]
            ends_at = datetime.combine(last_day, data.get("end_hour") or data["hour"], tzinfo=zone)
            if not data.get("end_day") and ends_at <= starts_at:
                # From ten in the evening to two: of the next day.
                ends_at += timedelta(days=1)
        return EventDraft(
            title=" ".join((data.get("title") or "").split()),
            starts_at=starts_at,
            ends_at=ends_at,
            zone=str(zone),
            place=" ".join((data.get("place") or "").split()),
            link=data.get("link") or "",
            capacity=data.get("capacity"),
        )

    def is_empty(self) -> bool:
        """Whether nothing was written into it."""
        return not any(str(self[name].value() or "").strip() for name in self.fields if name != "zone")
