"""One style sheet from one file per component: joined as they are, each app's in its cascade layer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

LAYERS = "@layer reset, tokens, base, components, sites, themes;"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|#)""")
NARROW = re.compile(r"\n\s*")


class StyleWithAddress(Exception):
    """A component's CSS refers to a file; joined, its relative address would be wrong."""


def app_css(static_roots: Iterable[Path]) -> str:
    """All `static/<app>/css/*.css`: the UI's own name their layers; other apps' go into the layer `sites`."""
    parts = [LAYERS]
    for file in css_files(static_roots):
        text = COMMENT.sub("", file.read_text(encoding="utf-8"))
        if ADDRESS.search(text):
            raise StyleWithAddress(f"{file}: url() is for theme files only; here use an icon or a data: address.")
        text = NARROW.sub("\n", text).strip()
        if text:
            parts.append(text if file.parent.parent.name == "ui" else f"@layer sites {{\n{text}\n}}")
    return "\n".join(parts) + "\n"


def css_files(static_roots: Iterable[Path]) -> list[Path]:
    """The component files, the UI's first."""
    files = [file for root in static_roots for file in root.glob("*/css/*.css")]
    return sorted(files, key=lambda file: (file.parent.parent.name != "ui", file.parent.parent.name, file.name))
