"""The words that were sought, marked in what a result shows."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bouquet.capabilities.discovery.engine.words import stems_of

EXCERPT = 220
_WORD = re.compile(r"[^\W_]+")


def marked(text: str, stems: AbstractSet[str]) -> SafeString:
    """`text` as HTML in which nothing is markup but <mark> around words that have one of `stems`."""
    parts: list[SafeString | str] = []
    end = 0
    for found in _WORD.finditer(text):
        if _is_sought(found[0], stems):
            parts += [text[end : found.start()], format_html("<mark>{}</mark>", found[0])]
            end = found.end()
    parts.append(text[end:])
    return format_html_join("", "{}", ((part,) for part in parts))


def excerpt(teaser: str, text: str, stems: AbstractSet[str]) -> str:
    """What stands below a title: the teaser if it holds a sought word, else the place of `text` that does."""
    if not stems or _first(teaser, stems) is not None:
        return teaser
    place = _first(text, stems)
    if place is None:
        return teaser
    begin = max(0, place - EXCERPT // 3)
    begin = 0 if begin == 0 else text.find(" ", begin, place) + 1 or place
    end = begin + EXCERPT
    cut = text[begin:end]
    if end < len(text):
        cut = cut[: cut.rfind(" ")] if " " in cut else cut
        cut += "…"
    return ("…" if begin else "") + cut


def _first(text: str, stems: AbstractSet[str]) -> int | None:
    return next((found.start() for found in _WORD.finditer(text) if _is_sought(found[0], stems)), None)


def _is_sought(word: str, stems: AbstractSet[str]) -> bool:
    return bool(stems) and any(stem in stems for stem in stems_of(word))
