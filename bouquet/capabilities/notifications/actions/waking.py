"""Tell open pages that an inbox has changed."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from bouquet.capabilities.notifications.engine.hub import TAG, tag
from bouquet.foundation.live.purging import purge


def wake(recipients: Iterable[UUID]) -> None:
    """Once the transaction has committed, badges of these members count again."""
    tags = [tag(recipient) for recipient in recipients]
    if tags:
        purge(*tags, TAG)
