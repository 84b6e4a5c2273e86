"""What can be recommended, as its owners last told it."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models

from bouquet.capabilities.affinity.models.tag import Tag
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Ref


class CatalogueItem(models.Model):
    """A thing that may be recommended, kept so that candidates are found without asking its owner. Its owner is asked
    again before it is shown (`actions.recommending`): what became secret a moment ago is not recommended any more."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    size = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    active_at = models.DateTimeField()
    is_recommendable = models.BooleanField(default=False)
    least_age = models.PositiveSmallIntegerField(default=0)
    author_id = models.UUIDField(null=True)
    told_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="affinity_item_once")]
        indexes = [
            models.Index(fields=["kind", "is_recommendable", "-size"], name="affinity_largest_items"),
            models.Index(fields=["kind", "is_recommendable", "-active_at"], name="affinity_liveliest_items"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def ref(self) -> Ref:
        key: UUID = self.key
        return Ref(self.kind, key)


class ItemTag(models.Model):
    """A tag of an item."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="item_tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="item_tags")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "tag"], name="affinity_item_tag_once")]
        indexes = [models.Index(fields=["tag", "-item"], name="affinity_newest_of_a_tag")]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.tag_id}"


class Dismissal(models.Model):
    """« Pas pour moi »: never suggest this to them again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affinity_dismissals")
    kind = models.CharField(max_length=40)
    key = models.UUIDField()
    dismissed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "key"], name="affinity_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.account_id} ✗ {self.kind} {self.key}"
