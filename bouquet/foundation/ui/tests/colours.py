"""Tokens of a theme as numbers, and WCAG's contrast between two of them."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static/ui"
TOKEN = re.compile(r"(--[a-z-]+):\s*(light-dark\(\s*(#[0-9a-f]{6})\s*,\s*(#[0-9a-f]{6})\s*\)|#[0-9a-f]{6});")
TINT = re.compile(r"\.tint-\d+ \{ background: (#[0-9a-f]{6});")


def tokens(theme: str, scheme: str) -> dict[str, str]:
    """Colour tokens of `theme` in `scheme` (light or dark), the house's values where the theme sets none."""
    found: dict[str, str] = {}
    for file in (STATIC / "css/tokens.css", STATIC / f"themes/{theme}.css"):
        for name, value, light, dark in TOKEN.findall(file.read_text(encoding="utf-8")):
            found[name] = (light if scheme == "light" else dark) if light else value
    return found


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio": 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
