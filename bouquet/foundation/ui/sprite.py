"""One file of icons: only the lucide icons that templates, scripts or code name, plus our own marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

# Names kept in code, for what an operator or a member's choice decides: ICONS = ("music", "laugh").
LISTED = re.compile(r"^[A-Z_]*ICONS = \(([^()]*)\)", re.M)
NAMED = re.compile(r"""(?:\{%\s*icon\s+|\bicon=|data-icon=|\bicon:\s*|\bicon\()["']([a-z0-9-]+)["']""")
SVG = re.compile(r"<svg[^>]*>(.*?)</svg>", re.S)
NAMERS = ("templates/**/*.html", "static/**/*.js", "**/*.py")


class NoSuchIcon(Exception):
    """A template names an icon that lucide does not have; the message tells which and where."""


def icons_named(roots: Iterable[Path]) -> dict[str, Path]:
    """Icon name → a file that names it, over all templates, scripts and code of the given app folders."""
    found: dict[str, Path] = {}
    for root in roots:
        for pattern in NAMERS:
            for file in sorted(root.glob(pattern)):
                if "tests" in file.parts or "node_modules" in file.parts:
                    continue
                text = file.read_text(encoding="utf-8")
                listed = " ".join(LISTED.findall(text))
                for name in [*NAMED.findall(text), *re.findall(r'"([a-z0-9-]+)"', listed)]:
                    found.setdefault(name, file)
    return found


def sprite(names: dict[str, Path], lucide: Path) -> str:
    """The SVG document with one <symbol> per icon; raises NoSuchIcon."""
    symbols = []
    for name, named_in in sorted(names.items()):
        file = lucide / f"{name}.svg"
        if not file.exists():
            raise NoSuchIcon(f"{named_in}: there is no lucide icon {name!r}.")
        drawing = SVG.search(re.sub(r"<!--.*?-->", "", file.read_text(encoding="utf-8"), flags=re.S))
        if drawing is None:
            raise NoSuchIcon(f"{file} is not an SVG.")
        body = re.sub(r"\s+", " ", drawing.group(1)).strip()
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
            f' stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"
