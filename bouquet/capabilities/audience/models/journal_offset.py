"""How far each journal was counted: written in the same transaction as what was counted from it."""

from __future__ import annotations

from django.db import models


class JournalOffset(models.Model):
    """`name` is the file's; names are never used again. The row named `lock` is what keepers queue up behind."""

    name = models.CharField(max_length=64, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} up to {self.offset}"
