"""What an author writes of a video while its file is still on its way."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bouquet.foundation.clock import clock


class EarlyDetails(models.Model):
    """Known by the id reserved for the asset. The draft takes them when the file has arrived, and they go."""

    asset_id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The fields of the form as they were typed, checked once already.
    fields = models.JSONField()
    publishes = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return f"for {self.asset_id}"
