"""Stickers: the emblem of a tribe that has no picture. A glyph on a round, always the same for the same slug."""

from __future__ import annotations

import hashlib

# What a founder may choose from. The sprite draws these, and no others.
STICKER_ICONS = (
    "flame",
    "guitar",
    "mountain",
    "gamepad-2",
    "camera",
    "bike",
    "book-open",
    "chef-hat",
    "clapperboard",
    "dices",
    "dumbbell",
    "flower-2",
    "headphones",
    "languages",
    "leaf",
    "mic",
    "music",
    "palette",
    "paw-print",
    "plane",
    "rocket",
    "scissors",
    "sparkles",
    "tent",
    "trophy",
    "waves",
)
GLYPHS = STICKER_ICONS
TINTS = 12


def sticker_of(slug: str) -> str:
    """The glyph of a tribe whose founder chose none."""
    return GLYPHS[hashlib.sha256(slug.encode()).digest()[0] % len(GLYPHS)]


def colour_of(slug: str) -> int:
    """Its colour, below `TINTS`."""
    return hashlib.sha256(slug.encode()).digest()[1] % TINTS
