"""Fonts served by ourselves: the letters of Western European languages, the widths and weights we use, nothing else."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

LETTERS = (
    *range(0x20, 0x7F),
    *map(ord, "\u00a0«»·°×©®²³½¿¡§ªº£"),
    *map(ord, "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœ"),
    *map(ord, "–—‘’“”•…€\u2009\u202f"),
)
# Names from Gdańsk to İzmir: a file of its own, which browsers fetch only where one of these stands.
FURTHER_LETTERS = tuple(range(0x100, 0x180))
NARROW_NO_BREAK_SPACE, THIN_SPACE, NO_BREAK_SPACE = 0x202F, 0x2009, 0xA0


@dataclass(frozen=True)
class Font:
    """One variable font: its source in node_modules, its published name, the ranges kept on its axes."""

    source: str
    target: str
    axes: dict[str, tuple[float, float] | float]
    letters: tuple[int, ...] = LETTERS


FONTS = (
    Font(
        "@fontsource-variable/archivo/files/archivo-latin-standard-normal.woff2",
        "fonts/archivo.woff2",
        {"wght": (400, 800), "wdth": (100, 125)},
    ),
    Font(
        "@fontsource-variable/archivo/files/archivo-latin-ext-standard-normal.woff2",
        "fonts/archivo-further.woff2",
        {"wght": (400, 800), "wdth": (100, 125)},
        FURTHER_LETTERS,
    ),
    Font(
        "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-standard-normal.woff2",
        "fonts/bricolage-grotesque.woff2",
        {"wght": (400, 800), "wdth": 100, "opsz": 48},
    ),
    Font(
        "@fontsource-variable/source-serif-4/files/source-serif-4-latin-standard-normal.woff2",
        "fonts/source-serif.woff2",
        {"wght": (400, 700), "opsz": 14},
    ),
    Font(
        "@fontsource-variable/unbounded/files/unbounded-latin-wght-normal.woff2",
        "fonts/unbounded.woff2",
        {"wght": (500, 900)},
    ),
    Font(
        "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
        "fonts/figtree.woff2",
        {"wght": (400, 800)},
    ),
    Font(
        "@fontsource-variable/figtree/files/figtree-latin-ext-wght-normal.woff2",
        "fonts/figtree-further.woff2",
        {"wght": (400, 800)},
        FURTHER_LETTERS,
    ),
    Font(
        "@fontsource-variable/literata/files/literata-latin-wght-normal.woff2",
        "fonts/literata.woff2",
        {"wght": (400, 800)},
    ),
    Font(
        "@fontsource-variable/literata/files/literata-latin-ext-wght-normal.woff2",
        "fonts/literata-further.woff2",
        {"wght": (400, 800)},
        FURTHER_LETTERS,
    ),
    Font(
        "@fontsource-variable/literata/files/literata-latin-wght-italic.woff2",
        "fonts/literata-italic.woff2",
        {"wght": (400, 700)},
    ),
    Font(
        "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
        "fonts/inter.woff2",
        {"wght": (400, 800)},
    ),
    Font(
        "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
        "fonts/inter-further.woff2",
        {"wght": (400, 800)},
        FURTHER_LETTERS,
    ),
)


def cut(font: Font, *, node_modules: Path, into: Path) -> None:
    """Write the subset of `font` as WOFF2 below `into`. Same input, same bytes."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    face = TTFont(node_modules / font.source, recalcTimestamp=False)
    _lend_thin_space(face)
    cutter = subset.Subsetter(subset.Options(hinting=False, layout_features=["kern", "locl", "tnum"]))
    cutter.populate(unicodes=font.letters)
    cutter.subset(face)
    face = instancer.instantiateVariableFont(face, font.axes)
    face.flavor = "woff2"
    target = into / font.target
    target.parent.mkdir(parents=True, exist_ok=True)
    face.save(target)


def _lend_thin_space(face: TTFont) -> None:
    """French puts U+202F before ; ! ?, few fonts have it; without it the browser takes that space from another font.

    It borrows the thin space, or the no-break space of a font that has no thin one.
    """
    for table in face["cmap"].tables:
        lender = table.cmap.get(THIN_SPACE, table.cmap.get(NO_BREAK_SPACE)) if table.isUnicode() else None
        if lender:
            table.cmap.setdefault(NARROW_NO_BREAK_SPACE, lender)
