"""The shelves: a short list the operator keeps, named in every language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language

# What an operator may choose from. The sprite draws these, and no others.
SHELF_ICONS = (
    "clapperboard",
    "music",
    "laugh",
    "newspaper",
    "trophy",
    "gamepad-2",
    "plane",
    "paw-print",
    "chef-hat",
    "hammer",
    "graduation-cap",
    "users",
    "camera",
    "palette",
    "book-open",
    "heart-pulse",
    "car",
    "theater",
)


class Category(models.Model):
    """A shelf. `names` holds its name by language; `key` is its address and never changes."""

    id = models.SmallAutoField(primary_key=True)
    key = models.SlugField(max_length=40, unique=True)
    names = models.JSONField()
    icon = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the moment, else in French."""
        return str(self.names.get(get_language() or "fr") or self.names["fr"])
