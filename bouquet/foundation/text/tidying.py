"""Short posts as they are kept: what can be seen of them, and nothing that breaks the page around."""

from __future__ import annotations

import re
import unicodedata

# What turns the reading direction around for the rest of a page, or shows nothing. Joiners and marks stay: emoji and
# several scripts are written with them.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MANY_LINES = re.compile(r"\n{3,}")
# An accent or two on a letter is writing; a tower of them climbs over the lines above.
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_TOWERS = re.compile(f"({_MARKS}{{3}}){_MARKS}+")


def tidied_text(text: str) -> str:
    """`text` with composed letters and its line breaks (at most one empty line in a row), without what is invisible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    text = _TOWERS.sub(r"\1", text)
    return _MANY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
