"""A sign-in: one device, with its sessions on every host of the network."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import constant_time_compare

from bouquet.capabilities.accounts.engine import devices
from bouquet.capabilities.accounts.models.account import Account
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.queries.prepared import Prepared


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self) -> SignInQuerySet:
        """Sign-ins that still hold a session somewhere."""
        return self.filter(ended_at=None, sessions__expire_date__gt=clock.now()).distinct()


class SignIn(models.Model):
    """One person, one browser. Ending it deletes its sessions, which signs out every host at once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ins")
    opened_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)
    # Of the password hash at sign-in: when the password changes elsewhere, this device is signed out.
    proof = models.CharField(max_length=128)

    objects = SignInQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"], name="accounts_sign_ins_of")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.device}"

    @property
    def holds(self) -> bool:
        """Whether it still signs its account in."""
        account = self.account
        return (
            self.ended_at is None
            and account.is_active
            and constant_time_compare(self.proof, account.get_session_auth_hash())
        )

    @property
    def device(self) -> devices.Device:
        return devices.device_of(self.user_agent)


class Session(AbstractBaseSession):
    """A session on one host. Without a sign-in it carries a visitor through sign-up or sign-in."""

    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, null=True, related_name="sessions")
    host = models.CharField(max_length=253, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


_SESSIONS = Prepared(lambda key: Session.objects.select_related("sign_in__account").filter(session_key=key), (str,))


class SessionStore(DatabaseStore):
    """Named by SESSION_ENGINE. One query brings the session, its sign-in and the account."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        # There is one at most. Asked on every page of every member.
        self.row = next(iter(_SESSIONS.objects(self.session_key or "")), None)
        if self.row and self.row.expire_date <= clock.now():
            self.row = None
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.sign_in_id = self.get("sign_in_id")
        row.host = self.get("host", "")
        return row

    @property
    def sign_in(self) -> SignIn | None:
        """The sign-in that this session belongs to and that still holds, as read with the session."""
        # Whatever is asked of a session reads its row; without a cookie there is none, and no query.
        self.get("sign_in_id")
        found = self.row.sign_in if self.row else None
        return found if found and found.holds else None

    @property
    def expires_at(self) -> datetime | None:
        return self.row.expire_date if self.row else None
