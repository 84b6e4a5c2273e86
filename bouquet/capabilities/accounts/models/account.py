"""The account: one per person, for every brand of the network."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.engine import handles
from bouquet.foundation.brands.current import network
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

AVATAR_SIZES = (48, 96, 192, 512)
HANDLE_REST = timedelta(days=30)


def default_country() -> str:
    return network().country


def default_time_zone() -> str:
    return network().time_zone


class AccountQuerySet(models.QuerySet["Account"]):
    def active(self) -> AccountQuerySet:
        """People who are here: not suspended, not erased, not on their way out."""
        return self.acting().filter(is_bot=False)

    def acting(self) -> AccountQuerySet:
        """Those, and the bots: whoever may do something at this moment."""
        return self.filter(is_active=True, erased_at=None, leaves_at=None)

    def leaving(self, *, by: datetime) -> AccountQuerySet:
        """Accounts whose days of grace are over at `by`, not erased yet."""
        return self.filter(leaves_at__lte=by, erased_at=None)

    def with_handle(self, handle: str) -> AccountQuerySet:
        """The account with this handle, whatever its case; also `@handle`."""
        return self.filter(handle=handles.normalised(handle))

    def known_as(self, handle: str) -> AccountQuerySet:
        """The account that has this handle, or had it and left it for another."""
        name = handles.normalised(handle)
        return self.filter(Q(handle=name) | Q(pk__in=FormerHandle.objects.filter(handle=name).values("account")))

    def following(self, account: Account) -> AccountQuerySet:
        """Who follows `account` (accepted)."""
        return self.filter(followings__followed=account, followings__accepted_at__isnull=False)

    def not_hidden_from(self, viewer: object) -> AccountQuerySet:
        """Without those who block `viewer` or whom `viewer` blocks; everyone, for a visitor nobody knows."""
        if not isinstance(viewer, Account):
            return self
        return self.exclude(blocks__blocked=viewer).exclude(blocks_of_them__blocker=viewer)


class AccountManager(BaseUserManager["Account"].from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Django's `createsuperuser` speaks to this; everybody else uses `actions.opening.open_account`."""

    def create_user(self, handle: str, email: str = "", password: str | None = None, **fields: Any) -> Account:
        fields.setdefault("display_name", handle)
        account: Account = self.model(handle=handles.normalised(handle), email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, handle: str, email: str = "", password: str | None = None, **fields: Any) -> Account:
        """An operator, whose address is taken at its word: whoever runs commands here could read the mail anyway."""
        account = self.create_user(handle, email, password, is_staff=True, is_superuser=True, **fields)
        if account.email:
            EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """The user model. Others see `handle`, `display_name`, `bio` and the avatar; the rest is the member's own.

    An erased account stays as an empty row (`erased_at` set, nothing of the person in it), so that what was kept
    without a name still has an author to point to.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    handle = models.CharField(max_length=handles.LONGEST, unique=True)
    email = models.EmailField(blank=True)
    display_name = models.CharField(max_length=60)
    bio = models.TextField(max_length=500, blank=True)
    country = models.CharField(max_length=2, default=default_country)
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=64, default=default_time_zone)
    birth_date = models.DateField(null=True, blank=True, editable=False)
    is_private = models.BooleanField(default=False)
    avatar_key = models.CharField(max_length=80, blank=True, editable=False)
    followers_count = models.PositiveIntegerField(default=0, editable=False)
    following_count = models.PositiveIntegerField(default=0, editable=False)
    is_staff = models.BooleanField(default=False)
    # Kept by `moderation`, which knows who does. Every page asks it, and none has a query for it.
    moderates = models.BooleanField(default=False, editable=False)
    # Nobody: what a program says has an author too. It has no password and no address, and is found nowhere.
    is_bot = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    last_seen_at = models.DateTimeField(null=True, blank=True, editable=False)
    handle_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Empty while `is_suspended`: for good.
    suspended_until = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    suspension_reason = models.CharField(max_length=500, blank=True, editable=False)
    leaves_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    leaves_posts = models.BooleanField(default=False, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AccountManager()

    USERNAME_FIELD = "handle"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="accounts_one_account_per_email")
        ]

    def __str__(self) -> str:
        return f"@{self.handle}"

    @property
    def is_operator(self) -> bool:
        """Whether this person runs the network (sees /operator/)."""
        return self.is_staff

    @property
    def is_leaving(self) -> bool:
        return self.leaves_at is not None and self.erased_at is None

    @property
    def is_suspended(self) -> bool:
        return not self.is_active and self.erased_at is None

    @property
    def is_away(self) -> bool:
        """Whether others see nothing of it for now: its member is leaving, or it is suspended."""
        return self.is_leaving or self.is_suspended

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def avatar_address(self, size: int = 96) -> str:
        """Where the square picture of at least `size` pixels is served on every host; empty when there is none."""
        if not self.avatar_key:
            return ""
        fitting = next((known for known in AVATAR_SIZES if known >= size), AVATAR_SIZES[-1])
        return f"/media/{self.avatar_key}/{fitting}.webp"

    @property
    def avatar_small(self) -> str:
        return self.avatar_address(96)

    @property
    def avatar_large(self) -> str:
        return self.avatar_address(512)

    def follows(self, other: Account) -> bool:
        """Whether this account follows `other`; a request that waits does not count."""
        return self.followings.filter(followed=other, accepted_at__isnull=False).exists()

    def may_change_handle_at(self) -> datetime | None:
        """From when the handle may be changed again; None when it may be now."""
        if self.handle_changed_at is None or self.handle_changed_at + HANDLE_REST <= clock.now():
            return None
        return self.handle_changed_at + HANDLE_REST


class FormerHandle(models.Model):
    """A handle somebody left for another: it leads to them still, and nobody else may take it."""

    handle = models.CharField(max_length=handles.LONGEST, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="former_handles")
    left_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"@{self.handle} → {self.account_id}"


class RetiredHandle(models.Model):
    """A handle of an account that was erased: for a year nobody may take it and pose as its former owner.

    Only a keyed digest is kept (GDPR art. 17 leaves no name): it answers "was it this one?" and tells nothing else.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]}… until {self.until:%Y-%m-%d}"
