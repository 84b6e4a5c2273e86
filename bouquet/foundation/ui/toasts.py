"""Short words after an action, with a way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

# Before the address, among a message's tags.
UNDO = "undo:"


def undoable(request: HttpRequest, text: str, *, undo: str) -> None:
    """Say that something was done; the toast holds a button that POSTs to `undo` (an address on this host)."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}")
