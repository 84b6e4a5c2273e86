"""What can be recommended, kept up to date."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.affinity import kinds
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.kinds import Item
from bouquet.capabilities.affinity.models import CatalogueItem, ItemTag, Tag
from bouquet.foundation.clock import clock

BATCH = 500
MOST_TAGS = 12


def refresh(*, kind: str, keys: Collection[UUID]) -> None:
    """Ask the owner of these items anew: they were made, changed, hidden or removed. For the subscribers of sites."""
    known = list(kinds.items_of(kind, keys))
    _keep(kind, known)
    CatalogueItem.objects.filter(kind=kind, key__in=set(keys) - {item.key for item in known}).delete()


def refresh_all() -> None:
    """Everything anew; what its owner no longer tells of goes, and kinds nobody registers any more."""
    begun = clock.now()
    for kind in kinds.item_kinds():
        told = iter(kinds.items_of(kind))
        while batch := list(islice(told, BATCH)):
            _keep(kind, batch)
        CatalogueItem.objects.filter(kind=kind, told_at__lt=begun).delete()
    CatalogueItem.objects.exclude(kind__in=kinds.item_kinds()).delete()


@transaction.atomic
def _keep(kind: str, items: Iterable[Item]) -> None:
    told = {item.key: item for item in items}
    rows = [
        CatalogueItem(
            kind=kind,
            key=item.key,
            size=max(0, item.size),
            made_at=item.made_at,
            active_at=item.active_at or item.made_at,
            is_recommendable=item.is_recommendable,
            least_age=item.least_age,
            author_id=item.author_id,
            told_at=clock.now(),
        )
        for item in told.values()
    ]
    fields = ["size", "made_at", "active_at", "is_recommendable", "least_age", "author_id", "told_at"]
    CatalogueItem.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=fields)
    kept = CatalogueItem.objects.filter(kind=kind, key__in=told)
    # What nobody may be led to gives no words to others.
    _keep_tags({row.pk: told[row.key].tags[:MOST_TAGS] if row.is_recommendable else () for row in kept})


def _keep_tags(wanted: dict[UUID, tuple[str, ...]]) -> None:
    saying = {words.slug_of(word): words.tidied(word) for said in wanted.values() for word in said}
    known = Tag.objects.said(saying.values())
    missing = {slug: name for slug, name in saying.items() if slug and slug not in known}
    Tag.objects.bulk_create(
        [Tag(slug=slug, name_fr=name) for slug, name in sorted(missing.items())], ignore_conflicts=True
    )
    known |= {tag.slug: tag for tag in Tag.objects.filter(slug__in=missing)}
    now = {
        (item, known[slug].pk) for item, said in wanted.items() for slug in map(words.slug_of, said) if slug in known
    }
    before = {(row.item_id, row.tag_id): row.pk for row in ItemTag.objects.filter(item__in=wanted)}
    ItemTag.objects.filter(pk__in=[pk for pair, pk in before.items() if pair not in now]).delete()
    new = [ItemTag(item_id=item, tag_id=tag) for item, tag in sorted(now - set(before))]
    ItemTag.objects.bulk_create(new, ignore_conflicts=True)
