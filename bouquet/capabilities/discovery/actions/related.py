"""What else one may like who looks at a thing: what speaks of the same, and what the same people liked."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.engine import ranking
from bouquet.capabilities.discovery.engine.parsing import Asked, Part
from bouquet.capabilities.discovery.engine.words import LITTLE_WORDS
from bouquet.capabilities.discovery.models import Entry, Neighbourhood, Shelf
from bouquet.capabilities.discovery.models.matching import Filters, documents_with, matches
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import visible
from bouquet.foundation.subjects.subject import Ref, Visitor

KEPT = 40
# A thing speaks of so many words at most, and each of so many others is looked at.
MOST_WORDS = 8
LOOKED_AT = 200
# What people did weighs as much as what things say, place by place.
_DAMPING = 10


def related_to(ref: Ref, viewer: Visitor, most: int = 8, *, type: str = "") -> list[Entry]:
    """At most `most` things near `ref` that `viewer` may see, nearest first, of one `type` if named.

    Nothing of those who block the viewer or are blocked; of those they muted, last. Empty while nothing was prepared.
    """
    near = Neighbourhood.objects.filter(entry__kind=ref.kind, entry__key=ref.key).first()
    if near is None:
        return []
    keys: dict[str, list[UUID]] = {}
    for kind, key in near.refs:
        keys.setdefault(kind, []).append(key)
    rows = {
        entry.ref: entry
        for kind, of_kind in keys.items()
        for entry in Entry.objects.of(kind, of_kind).open()
        if not type or entry.type == type
    }
    apart, muted = hidden_from(viewer), muted_by(viewer)
    found = [rows[each] for each in near.refs if each in rows and rows[each].author_id not in apart]
    shown = visible([entry.ref for entry in found], viewer)
    found = [entry for entry in found if entry.ref in shown]
    return sorted(found, key=lambda entry: entry.author_id in muted)[:most]


@transaction.atomic
def relate(*, kind: str, key: UUID) -> None:
    """Prepare the neighbours of a thing. Safe to repeat."""
    entry = Entry.objects.of(kind, [key]).exclude(shelf=Shelf.HIDDEN).filter(part_of=None).first()
    if entry is None:
        return
    alike = [each for each in _speaking_alike(entry) if each != entry.ref]
    liked = [each for each in kinds.neighbours_of(entry.ref, KEPT) if each != entry.ref]
    worth: Counter[Ref] = Counter()
    for ranked in (alike, liked):
        for place, ref in enumerate(ranked):
            worth[ref] += 1 / (_DAMPING + place)  # type: ignore[assignment]
    near = [[each.kind, str(each.key)] for each, _ in worth.most_common(KEPT)]
    Neighbourhood.objects.update_or_create(entry=entry, defaults={"near": near, "made_at": clock.now()})


def relate_the_oldest(most: int = 100) -> None:
    """What was prepared longest ago, and what never was: the things around them have changed."""
    missing = Entry.objects.exclude(shelf=Shelf.HIDDEN).filter(neighbourhood=None, part_of=None).order_by("-id")
    old = Entry.objects.exclude(shelf=Shelf.HIDDEN).order_by("neighbourhood__made_at").exclude(neighbourhood=None)
    for kind, key in [*missing.values_list("kind", "key")[:most], *old.values_list("kind", "key")[:most]]:
        relate(kind=kind, key=key)


def _speaking_alike(entry: Entry) -> list[Ref]:
    """Open things that share words of its title and tags, the rare ones counting most."""
    words = [word for word in dict.fromkeys(entry.names.split()) if word not in LITTLE_WORDS and len(word) > 2]
    parts = {Part((word,), word).stems[0]: Part((word,), word) for word in words}
    documents = documents_with(parts)
    telling = sorted((stem for stem in parts if 1 < documents[stem] < ranking.COMMON), key=documents.__getitem__)
    telling = telling[:MOST_WORDS]
    asked = Asked(tuple(parts[stem] for stem in telling))
    terms = {stem: ranking.weight_of(documents[stem]) for stem in telling}
    rows = (
        Entry.objects.filter(pk__in=[match.place for match in matches(asked, Filters(), most=LOOKED_AT, is_any=True)])
        .filter(part_of=None)
        .exclude(pk=entry.pk)
    )
    now = clock.now().timestamp()
    rated = [
        (
            ranking.score(terms, (), names=row.names, title=row.title_stems, body=row.body_stems)
            * ranking.freshness(now - row.made_at.timestamp())
            * ranking.liking(row.popularity)
            * (2.0 if set(row.tags) & set(entry.tags) else 1.0),
            row.pk,
            row.ref,
        )
        for row in rows
    ]
    return [ref for *_, ref in sorted(rated, reverse=True)[:KEPT]]
