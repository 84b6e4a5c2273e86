"""What the chat keeps about one member, for their own copy."""

from __future__ import annotations

from collections.abc import Iterator

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.chat.models import Link


def collect(account: Account) -> Iterator[ExportFile]:
    """The invitation links they made; what they said is in the copy of messaging."""
    links = Link.objects.filter(by=account).order_by("made_at")
    yield as_json(
        "links.json",
        links.values("code", "room__name", "made_at", "expires_at", "most_uses", "uses", "revoked_at"),
    )
