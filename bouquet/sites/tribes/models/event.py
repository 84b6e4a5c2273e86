"""The event: people meet, somewhere or online."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key, new_secret
from bouquet.sites.tribes.engine.moments import city_of, when
from bouquet.sites.tribes.models.post import Post

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.asking import Visitor

LONGEST_TITLE: Final = 120
LONGEST_PLACE: Final = 200
# How long one without an end is taken to last.
USUAL_LENGTH: Final = timedelta(hours=2)
MOST_FACES: Final = 5


class Answer(models.TextChoices):
    """What somebody says to an event."""

    GOING = "going", pgettext_lazy("event", "I am going")
    MAYBE = "maybe", pgettext_lazy("event", "Maybe")
    NO = "no", pgettext_lazy("event", "I am not going")


class EventQuerySet(models.QuerySet["Event"]):
    """Reads over events."""

    def visible_to(self, visitor: Visitor) -> EventQuerySet:
        """Those whose post `visitor` may read."""
        return self.filter(post__in=Post.objects.visible_to(visitor).values("pk"))

    def coming(self) -> EventQuerySet:
        """Not over, and not called off, the next one first."""
        return self.filter(over_at__gt=clock.now(), cancelled_at=None).order_by("starts_at", "pk")

    def past(self) -> EventQuerySet:
        """Over, the last one first."""
        return self.filter(over_at__lte=clock.now()).order_by("-starts_at", "-pk")


class Event(models.Model):
    """`zone` is where its hours are those of the clock on the wall. Counts and `faces` (keys of some who go) are kept
    with the answers, under a lock on this row. `over_at` is its end, or what is taken for it. `sequence` counts what
    calendars must take over again (RFC 5545 §3.8.7.4).
    """

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="event")
    title = models.CharField(max_length=LONGEST_TITLE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField()
    zone = models.CharField(max_length=64, default="Europe/Paris")
    place = models.CharField(max_length=LONGEST_PLACE, blank=True)
    link = models.URLField(max_length=500, blank=True)
    # How many may go; None: anyone.
    capacity = models.PositiveIntegerField(null=True)
    going_count = models.PositiveIntegerField(default=0)
    maybe_count = models.PositiveIntegerField(default=0)
    no_count = models.PositiveIntegerField(default=0)
    faces = models.JSONField(default=list)

    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(default=clock.now)
    cancelled_at = models.DateTimeField(null=True)
    # Which of the reminders were sent, for the moment it begins at now.
    reminded_day_at = models.DateTimeField(null=True)
    reminded_hour_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["over_at"], name="tribes_events_coming"),
            models.Index(
                fields=["starts_at"],
                condition=Q(cancelled_at__isnull=True, reminded_hour_at__isnull=True),
                name="tribes_events_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_over(self) -> bool:
        return self.over_at <= clock.now()

    @property
    def is_full(self) -> bool:
        return self.capacity is not None and self.going_count >= self.capacity

    @property
    def places_left(self) -> int | None:
        """How many more may go; None where anyone may."""
        return None if self.capacity is None else max(0, self.capacity - self.going_count)

    @property
    def starts_there(self) -> datetime:
        """When it begins, by the clock on the wall there."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def ends_there(self) -> datetime | None:
        return self.ends_at.astimezone(ZoneInfo(self.zone)) if self.ends_at else None

    @property
    def when(self) -> str:
        """When it is, in the language of the moment."""
        return when(self.starts_there, self.ends_there)

    @property
    def day_number(self) -> int:
        """Of the month."""
        return self.starts_there.day

    @property
    def month_name(self) -> str:
        """Short, in the language of the moment."""
        return date_format(self.starts_there, "M")

    @property
    def place_of_clock(self) -> str:
        """The city whose clock is meant; empty where everybody takes it for granted."""
        return "" if self.zone == network().time_zone else city_of(self.zone)

    @property
    def is_one_day(self) -> bool:
        """Whether it ends on the day it begins (or no end was said)."""
        return self.ends_there is None or self.ends_there.date() == self.starts_there.date()


class Attendance(models.Model):
    """What one member said to one event."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendances")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=5, choices=Answer)
    answered_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "account"], name="tribes_answer_once")]
        indexes = [
            models.Index(fields=["event", "answer", "-id"], name="tribes_who_goes"),
            models.Index(fields=["account", "answer", "event"], name="tribes_goes_to"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.answer}"


class CalendarLink(models.Model):
    """A secret address at which a calendar reads events: of all a member goes to, or (with `tribe`) of one tribe.

    It shows what `account` may see at that moment. Taking it back makes another.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    token = models.CharField(max_length=40, unique=True, default=new_secret)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    tribe = models.ForeignKey("tribes.Tribe", on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "tribe"], name="tribes_calendar_of_tribe"),
            models.UniqueConstraint(fields=["account"], condition=Q(tribe=None), name="tribes_calendar_of_member"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.account_id}"
