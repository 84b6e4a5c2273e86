"""A member's affinity profile as files of their copy, and as the one file of their settings page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.models import TAG_KIND, Affinity, Dismissal, Profile, Signal, tags_by_key


def collect(account: Account) -> Iterator[ExportFile]:
    """What they chose, what they said, what was learnt, what they did not want."""
    for name, rows in sections(account).items():
        yield as_json(f"{name}.json", rows)


def sections(account: Account) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of what they like, in plain rows."""
    signals = list(Signal.objects.filter(account=account).order_by("-summed_at"))
    tags = tags_by_key(row.key for row in signals if row.kind == TAG_KIND)
    return {
        "choices": [*Profile.objects.filter(account=account).values(*_CHOICES)],
        "affinities": [
            {
                "tag": row.tag.slug,
                "name": row.tag.name,
                "stance": row.stance,
                "is_pinned": row.is_pinned,
                "position": row.position,
                "declared_at": row.declared_at,
            }
            for row in Affinity.objects.filter(account=account).select_related("tag").order_by("stance", "position")
        ],
        "signals": [
            {
                "verb": row.verb,
                "kind": row.kind,
                "key": row.key,
                "tag": tags[row.key].slug if row.kind == TAG_KIND and row.key in tags else None,
                "times": row.times,
                "weight": round(row.weight, 4),
                "summed_at": row.summed_at,
            }
            for row in signals
        ],
        "dismissed": [*Dismissal.objects.filter(account=account).values("kind", "key", "dismissed_at")],
    }


_CHOICES = ("basis", "consented_at", "is_ordered", "is_suggestible", "changed_at")
