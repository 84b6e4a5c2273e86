"""Who else takes mail at the house's door. A site says so in its `apps.py`:

register_mailbox("letters", take)      `take(token, message)` gets what is sent to `letters+<token>@`
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Take = Callable[[str, Path], None]
_boxes: dict[str, Take] = {}


def register_mailbox(name: str, take: Take) -> None:
    """Have `take` get every message to `name+<token>@` the domain of mail. It may be called twice with one."""
    _boxes[name] = take


def mailbox_of(recipient: str) -> tuple[Take, str] | None:
    """Who takes mail for `recipient`, and the token in it; None when nobody registered does."""
    local, _at, _domain = recipient.strip("<> ").partition("@")
    name, plus, token = local.partition("+")
    take = _boxes.get(name.lower())
    return (take, token) if take is not None and plus and token else None
