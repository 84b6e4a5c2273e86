"""Where rooms are read, for those who cannot know this site."""

from __future__ import annotations

from bouquet.foundation.brands.current import site_address


def room_page(code: str, seq: int | None = None) -> str:
    """The absolute address of a room's page, at one of its messages where a number is given; empty where no brand
    shows the chat."""
    try:
        address = site_address("chat", "chat:room", code)
    except KeyError:
        return ""
    return f"{address}?at={seq}#m{seq}" if seq else address
