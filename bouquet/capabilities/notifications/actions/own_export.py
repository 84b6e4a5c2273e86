"""What notifications put into a member's copy."""

from __future__ import annotations

from collections.abc import Iterator

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.models import Choice, Device, Letter, Notice, Rhythm


def collect(account: Account) -> Iterator[ExportFile]:
    """Everything they were told and when, the mails, how they chose to be told, and on which browsers."""
    told = Notice.objects.filter(recipient=account).order_by("made_at")
    columns = ("kind", "actor__handle", "about_kind", "about_key", "made_at", "entry__read_at", "letter__sent_at")
    yield as_json("told.json", told.values(*columns).iterator())
    letters = Letter.objects.filter(recipient=account).order_by("made_at")
    yield as_json("mails.json", letters.values("made_at", "sent_at").iterator())
    yield as_json("choices.json", Choice.objects.filter(account=account).values("kind", "in_inbox", "push", "mail"))
    yield as_json("quiet_hours.json", Rhythm.objects.filter(account=account).values("quiet_from", "quiet_until"))
    yield as_json("push_devices.json", Device.objects.filter(account=account).values("endpoint", "made_at", "told_at"))
