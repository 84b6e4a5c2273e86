"""What one may look for who does not know what to look for."""

from __future__ import annotations

from collections import Counter

from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.discovery.models import Entry
from bouquet.foundation.subjects.registry import visible
from bouquet.foundation.subjects.subject import Ref, Visitor

LOOKED_AT = 150
MOST = 12


def ideas(viewer: Visitor) -> list[str]:
    """Tags that the newest open things bear, the most frequent first.

    Of things that their own apps show to `viewer`: the index may be a moment behind.
    """
    newest = Entry.objects.open().order_by("-id").values_list("kind", "key", "author_id", "tags")[:LOOKED_AT]
    apart = hidden_from(viewer)
    tagged = [(Ref(kind, key), tags) for kind, key, author_id, tags in newest if tags and author_id not in apart]
    shown = visible([ref for ref, _ in tagged], viewer)
    counted = Counter(
        tag for ref, tags in tagged if ref in shown for tag in dict.fromkeys(tags) if not tag.startswith("@")
    )
    return [tag for tag, _ in counted.most_common(MOST)]
