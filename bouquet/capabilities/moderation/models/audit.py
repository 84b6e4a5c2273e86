"""What moderators, operators and machines did, in a table that only grows.

Each entry holds the SHA-256 of the one before and of itself; triggers of the database refuse to change or delete any
(migration 0002). `bin/manage audit --verify` goes through the chain.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

BEGINNING = "0" * 64


class AuditEntry(models.Model):
    """Ids only, no words of anybody's: it outlives the people it tells of."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    made_at = models.DateTimeField(_("when"), db_index=True)
    actor = models.UUIDField(_("who"), null=True)
    act = models.CharField(_("what"), max_length=40)
    kind = models.CharField(_("kind of thing"), max_length=40, blank=True)
    key = models.UUIDField(_("thing"), null=True)
    details = models.TextField(_("details"), default="{}")
    previous = models.CharField(_("digest of the one before"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("log of moderation")
        indexes = [
            models.Index(fields=["actor", "number"], name="moderation_audit_actor"),
            models.Index(fields=["kind", "key", "number"], name="moderation_audit_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"

    def reckoned(self) -> str:
        """The digest this entry must have."""
        told = [
            self.number,
            self.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(self.actor or ""),
            self.act,
            self.kind,
            str(self.key or ""),
            self.details,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def entry(
    *, number: int, previous: str, made_at: datetime, actor: Any, act: str, kind: str, key: Any, details: dict[str, Any]
) -> AuditEntry:
    """An entry with its digest; not saved yet."""
    made = AuditEntry(
        number=number,
        made_at=made_at,
        actor=actor,
        act=act,
        kind=kind,
        key=key,
        details=json.dumps(details, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False),
        previous=previous,
    )
    made.digest = made.reckoned()
    return made


class AuditHead(models.Model):
    """The last entry's number and digest: one row, which writers wait for; it also shows when the end was cut off."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=BEGINNING)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"
