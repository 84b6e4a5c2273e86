"""How a member wants to be told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.notifications.actions.choosing import Ways
from bouquet.capabilities.notifications.engine.frequency import Frequency
from bouquet.capabilities.notifications.kinds import NoticeKind

LONGEST_QUIET = timedelta(hours=12)
_TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_NO_TIME = {name: _("Please give a time, such as 22:00.") for name in ("required", "invalid")}


class ChoicesForm(forms.Form):
    """For each kind: in the inbox, pushed, mailed how often."""

    def __init__(self, *args: Any, ways: list[tuple[NoticeKind, Ways]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        for kind, one in ways:
            is_fixed = kind.mandatory
            self.fields[f"inbox:{kind.name}"] = forms.BooleanField(
                required=False, initial=one.in_inbox, disabled=is_fixed, label=_("In the inbox")
            )
            self.fields[f"push:{kind.name}"] = forms.BooleanField(required=False, initial=one.push, label=_("Push"))
            self.fields[f"mail:{kind.name}"] = forms.ChoiceField(
                choices=Frequency.choices, initial=one.mail, disabled=is_fixed, label=_("Mail")
            )

    def rows(self, kinds: Collection[NoticeKind]) -> list[dict[str, Any]]:
        """Each of `kinds`, and its three fields."""
        return [
            {
                "kind": kind,
                "inbox": self[f"inbox:{kind.name}"],
                "push": self[f"push:{kind.name}"],
                "mail": self[f"mail:{kind.name}"],
            }
            for kind in kinds
        ]

    def chosen(self) -> dict[str, Ways]:
        """What was chosen, by the kind's name."""
        said = self.cleaned_data
        return {
            kind.name: Ways(
                in_inbox=said[f"inbox:{kind.name}"], push=said[f"push:{kind.name}"], mail=said[f"mail:{kind.name}"]
            )
            for kind, _ways in self.ways
        }


class QuietForm(forms.Form):
    """Hours without pushes and mails."""

    is_on = forms.BooleanField(required=False, label=_("Keep quiet every day"))
    quiet_from = forms.TimeField(label=_("From"), widget=_TIME, error_messages=_NO_TIME)
    quiet_until = forms.TimeField(label=_("Until"), widget=_TIME, error_messages=_NO_TIME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and not self.data.get("is_on"):
            # Hours that are not kept need not make sense.
            for name in ("quiet_from", "quiet_until"):
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not said.get("is_on"):
            return said
        start, end = said.get("quiet_from"), said.get("quiet_until")
        if start is not None and end is not None:
            length = datetime.combine(date.min, end) - datetime.combine(date.min, start)
            if not timedelta(0) < length % timedelta(days=1) <= LONGEST_QUIET:
                self.add_error("quiet_until", _("Quiet hours last at most twelve hours. Choose another end."))
        return said


class DeviceForm(forms.Form):
    """What a browser says of itself when it subscribes (W3C Push API)."""

    endpoint = forms.CharField(max_length=1000)
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)
