"""An import: a member asked for the file at an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy

from bouquet.capabilities.media.models.asset import Asset
from bouquet.capabilities.media.models.import_sentences import import_sentence
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

if TYPE_CHECKING:
    from bouquet.capabilities.accounts.models import Account


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions about imports."""

    def unfinished_of(self, owner: Account) -> ImportQuerySet:
        """What `owner` still waits for, and what failed without their having read why; the latest first."""
        still = (Import.State.WAITING, Import.State.FETCHING, Import.State.FAILED)
        return self.filter(owner=owner, state__in=still, dismissed_at=None).order_by("-asked_at")


class Import(models.Model):
    """One file to fetch. `error_code` says why it was given up."""

    class State(models.TextChoices):
        WAITING = "waiting"
        FETCHING = "fetching"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="media_imports")
    purpose = models.CharField(max_length=200)
    address = models.URLField(max_length=2000)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    bytes_done = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(null=True)
    error_code = models.CharField(max_length=30, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    claim = models.CharField(max_length=80, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    asset = models.ForeignKey(Asset, on_delete=models.SET_NULL, null=True, related_name="imports")
    asked_at = models.DateTimeField(default=clock.now)
    dismissed_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("import by address")
        verbose_name_plural = gettext_lazy("imports by address")
        indexes = [models.Index(fields=["owner", "-asked_at"], name="media_imports_of_member")]

    def __str__(self) -> str:
        # Not the address: its query may be a key to somebody's store, and this goes into logs and lists.
        return f"{self.pk} ({self.state})"

    @property
    def is_under_way(self) -> bool:
        """Whether it is still going to be fetched."""
        return self.state in {self.State.WAITING, self.State.FETCHING}

    @property
    def percent(self) -> int | None:
        """0 to 100; None while nobody knows how large the file is."""
        return min(100, 100 * self.bytes_done // self.bytes_total) if self.bytes_total else None

    def error_sentence(self) -> str:
        """Why it could not be fetched, in the language of the moment."""
        return import_sentence(self.error_code, self.error_params)
