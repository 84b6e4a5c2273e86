"""A room: a log with people around it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code, new_key
from bouquet.foundation.subjects.subject import Ref, Standing

KIND = "messaging.room"
LONGEST_NAME, LONGEST_TOPIC = 80, 500


class RoomQuerySet(models.QuerySet["Room"]):
    def standing(self) -> RoomQuerySet:
        """Rooms that no decision closed."""
        return self.filter(standing__in=[Standing.SHOWN, Standing.LABELLED])

    def visible_to(self, visitor: object) -> RoomQuerySet:
        """Rooms this visitor may read, as far as rows tell: those about a thing are open to whoever the thing is, and
        only `policies.may_read` knows that."""
        here = self.standing()
        is_open = Q(openness=Room.Openness.PUBLIC, about_kind="")
        if not isinstance(visitor, Account):
            return here.filter(is_open)
        mine = Member.objects.filter(account=visitor)
        inside = Q(pk__in=mine.filter(state=Member.State.IN).values("room"))
        return here.filter(is_open | inside).exclude(pk__in=mine.filter(state=Member.State.BANNED).values("room"))

    def listed(self) -> RoomQuerySet:
        """What anyone may find: public rooms, and private ones by their name; none that belongs to a thing."""
        return self.standing().filter(openness__in=[Room.Openness.PUBLIC, Room.Openness.PRIVATE], about_kind="")

    def about(self, ref: Ref) -> RoomQuerySet:
        return self.filter(about_kind=ref.kind, about_key=ref.key)


class Room(models.Model):
    """`seq` is the number of its newest event, `posts_count` of how many messages there are that nobody deleted.

    A room may belong to a thing of another app (`about`): then who may see the thing reads (public), or who may speak
    there (private), and whoever keeps the thing keeps the room. `pair` is set for the one conversation of two people.
    """

    class Openness(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("a room", "public")
        PRIVATE = "private", pgettext_lazy("a room", "private")
        SECRET = "secret", pgettext_lazy("a room", "secret")
        DIRECT = "direct", _("conversation")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    topic = models.CharField(max_length=LONGEST_TOPIC, blank=True)
    openness = models.CharField(max_length=8, choices=Openness.choices)
    about_kind = models.CharField(max_length=40, blank=True)
    about_key = models.UUIDField(null=True)
    pair = models.CharField(max_length=73, null=True, unique=True)  # noqa: DJ001 (NULL is not unique, "" would be)
    seq = models.BigIntegerField(default=0)
    # A cursor before this event gets a snapshot instead of what lies between: too much changed at once.
    reset_seq = models.BigIntegerField(default=0)
    posts_count = models.BigIntegerField(default=0)
    members_count = models.PositiveIntegerField(default=0)
    slow_seconds = models.PositiveIntegerField(default=0)
    is_read_only = models.BooleanField(default=False)
    # How many addresses elsewhere are told what happens here.
    hooks_count = models.PositiveIntegerField(default=0, editable=False)
    standing = models.CharField(max_length=10, default=Standing.SHOWN)
    founder = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    latest_at = models.DateTimeField(default=clock.now)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_kind", "about_key"], condition=~Q(about_kind=""), name="messaging_one_room_per_thing"
            )
        ]
        indexes = [models.Index(fields=["openness", "-latest_at"], name="messaging_rooms_lively")]

    def __str__(self) -> str:
        return f"{self.openness} {self.code}"

    @property
    def ref(self) -> Ref:
        return Ref(KIND, self.pk)

    @property
    def about(self) -> Ref | None:
        """The thing it belongs to, if any."""
        return Ref(self.about_kind, self.about_key) if self.about_kind and self.about_key else None

    @property
    def is_direct(self) -> bool:
        """Whether it is a conversation of two or a few, with no keepers and no doors."""
        return self.openness == self.Openness.DIRECT

    @property
    def is_closed(self) -> bool:
        """Whether a decision of moderators closed it."""
        return self.standing in (Standing.HIDDEN, Standing.REMOVED)


class MemberQuerySet(models.QuerySet["Member"]):
    def inside(self) -> MemberQuerySet:
        return self.filter(state=Member.State.IN)

    def of(self, accounts: Collection[UUID]) -> MemberQuerySet:
        return self.inside().filter(account__in=accounts)


class Member(models.Model):
    """One row for each person and room, whatever became of it. Read: up to the event `read_seq`; `read_posts` of the
    room's messages are not new to them, so that what is unread is one subtraction.
    """

    class State(models.TextChoices):
        IN = "in", pgettext_lazy("in a room", "member")
        INVITED = "invited", pgettext_lazy("in a room", "invited")
        LEFT = "left", pgettext_lazy("in a room", "gone")
        BANNED = "banned", pgettext_lazy("in a room", "banned")

    class Role(models.TextChoices):
        MEMBER = "member", pgettext_lazy("in a room", "member")
        KEEPER = "keeper", pgettext_lazy("in a room", "keeper")
        FOUNDER = "founder", pgettext_lazy("in a room", "founder")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN)
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.MEMBER)
    invited_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    banned_until = models.DateTimeField(null=True)
    read_seq = models.BigIntegerField(default=0)
    read_posts = models.BigIntegerField(default=0)
    mentions_count = models.PositiveIntegerField(default=0)
    posted_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=clock.now)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "account"], name="messaging_member_once")]
        indexes = [
            models.Index(fields=["account", "state"], name="messaging_rooms_of"),
            models.Index(fields=["room", "state", "since"], name="messaging_people_of"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state} {self.room_id}"

    @property
    def is_in(self) -> bool:
        return self.state == self.State.IN

    @property
    def is_keeper(self) -> bool:
        """Whether they look after the room, by their role in it."""
        return self.is_in and self.role in (self.Role.KEEPER, self.Role.FOUNDER)
