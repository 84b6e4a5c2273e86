"""How many links a text holds, also those without http:// that people copy out."""

from __future__ import annotations

import re

_LINK = re.compile(
    r"https?://\S+|\bwww\.\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|net|org|info|biz|shop|xyz|top|online|site|click|link"
    r"|ru|cn|io|me|co|fr|de|uk|be|ch|eu|tk|ml|ga)\b(?:/\S*)?",
    re.IGNORECASE,
)


def links_in(text: str) -> int:
    """At least how many links."""
    return len(_LINK.findall(text))
