"""What one may look for who does not know what to look for."""

from __future__ import annotations

from collections import Counter

from bouquet.capabilities.discovery.models import Entry

LOOKED_AT = 150
MOST = 12


def ideas() -> list[str]:
    """Tags that the newest open things bear, the most frequent first. One query."""
    newest = Entry.objects.open().order_by("-id").values_list("tags", flat=True)[:LOOKED_AT]
    counted = Counter(tag for tags in newest for tag in dict.fromkeys(tags) if not tag.startswith("@"))
    return [tag for tag, _ in counted.most_common(MOST)]
