"""Ghost's former format: Mobiledoc 0.3, as HTML (github.com/bustle/mobiledoc-kit, MOBILEDOC.md)."""

from __future__ import annotations

import json
from html import escape
from typing import Any, Final

from bouquet.sites.blogs.engine.incoming.cards import Cards

_SECTIONS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})
_MARKUPS: Final = frozenset({"a", "b", "strong", "i", "em", "s", "code", "u", "sub", "sup", "del", "mark"})


def html_of_mobiledoc(text: str) -> tuple[str, list[str]]:
    """The HTML of a post, and the names of the cards that do not survive. ValueError when it is none."""
    value = json.loads(text)
    if not isinstance(value, dict) or not isinstance(value.get("sections"), list):
        raise ValueError("no sections")
    reader = _Reader(value)
    return "".join(reader.section(section) for section in value["sections"]), list(reader.cards.lost)


class _Reader:
    def __init__(self, value: dict[str, Any]) -> None:
        self.value, self.cards = value, Cards()

    def section(self, section: Any) -> str:
        match section:
            case [1, str(tag), list(markers), *_]:
                name = tag if tag in _SECTIONS else "p"
                name = "blockquote" if name in {"aside", "pull-quote"} else name
                return f"<{name}>{self.words(markers)}</{name}>"
            case [2, str(address), *_]:
                return f'<figure><img src="{escape(address)}" alt=""></figure>'
            case [3, str(tag), list(items), *_]:
                name = "ol" if tag == "ol" else "ul"
                said = "".join(f"<li>{self.words(item)}</li>" for item in items if isinstance(item, list))
                return f"<{name}>{said}</{name}>"
            case [10, int(place), *_]:
                match self.at("cards", place):
                    case [str(name), dict(payload), *_]:
                        return self.cards.drawn(name, payload)
        return ""

    def words(self, markers: list[Any]) -> str:
        drawn: list[str] = []
        opened: list[str] = []
        for marker in markers:
            match marker:
                case [int(kind), list(opening), int(closing), value, *_]:
                    for place in opening:
                        tag, start = self.markup(place)
                        opened.append(tag)
                        drawn.append(start)
                    drawn.append(self.atom(value) if kind == 1 else escape(str(value), quote=False))
                    for _ in range(min(closing, len(opened))):
                        drawn.append(_ended(opened.pop()))
        return "".join(drawn) + "".join(_ended(tag) for tag in reversed(opened))

    def markup(self, place: Any) -> tuple[str, str]:
        match self.at("markups", place):
            case ["a", list(attributes), *_]:
                pairs = dict(zip(attributes[::2], attributes[1::2], strict=False))
                return "a", f'<a href="{escape(str(pairs.get("href", "")))}">'
            case [str(tag), *_] if tag in _MARKUPS and tag != "a":
                return tag, f"<{tag}>"
        return "", ""

    def atom(self, place: Any) -> str:
        match self.at("atoms", place):
            case ["soft-return", *_]:
                return "<br>"
            case [str(), str(text), *_]:
                return escape(text, quote=False)
        return ""

    def at(self, name: str, place: Any) -> Any:
        rows = self.value.get(name)
        return rows[place] if isinstance(rows, list) and isinstance(place, int) and 0 <= place < len(rows) else None


def _ended(tag: str) -> str:
    return f"</{tag}>" if tag else ""
