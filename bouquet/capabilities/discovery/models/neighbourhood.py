"""What lies near a thing, prepared by a task."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref


class Neighbourhood(models.Model):
    """Open things near `entry`, nearest first, as pairs of kind and key. Shown only after asking who may see them."""

    entry = models.OneToOneField("Entry", on_delete=models.CASCADE, primary_key=True, related_name="neighbourhood")
    near = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.entry_id}: {len(self.near)}"

    @property
    def refs(self) -> list[Ref]:
        return [Ref(kind, UUID(key)) for kind, key in self.near]
