"""The kept pages that show what was found."""

from __future__ import annotations

from bouquet.foundation.live.purging import purge

FOUND = "discovery:found"


def purge_found() -> None:
    """Search pages and suggestions are made again."""
    purge(FOUND)
