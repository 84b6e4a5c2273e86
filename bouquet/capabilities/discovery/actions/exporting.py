"""What goes into a member's copy of their data: what search says of them and of what they made.

Nothing else of a member is here: what somebody looked for is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.discovery.models import Entry


def collect(account: Account) -> Iterator[ExportFile]:
    """`findable.json`: each thing of theirs that search knows, and who finds it."""
    rows = Entry.objects.by(account.pk).order_by("-id").prefetch_related("audience")
    yield as_json("findable.json", (_row(entry) for entry in rows.iterator(chunk_size=500)))


def _row(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "title": entry.title,
        "teaser": entry.teaser,
        "tags": entry.tags,
        "address": entry.address,
        "language": entry.language,
        "made_at": entry.made_at,
        "found_by": sorted(each.token for each in entry.audience.all()) or [entry.get_shelf_display().lower()],
    }
