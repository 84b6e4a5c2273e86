"""Marks of the network and its brands: drawn once as SVG polygons, published as favicons and app icons.

Pillow reads no SVG, so marks are made of polygons only, with one stroke that rounds their corners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

MARKS = Path(__file__).parent / "templates/ui/marks"
POLYGON = re.compile(r'<polygon points="([^"]+)"')
STROKE = re.compile(r'stroke-width="([\d.]+)"')
GRID, FINER = 32, 4


@dataclass(frozen=True)
class Colours:
    """The mark's own colour and the tile it stands on."""

    ground: str
    ink: str


COLOURS = {
    "network": Colours(ground="#111111", ink="#FFD400"),
    "hub": Colours(ground="#FFD400", ink="#111111"),
    "wideo": Colours(ground="#FF6A00", ink="#0B0A09"),
    "yootribe": Colours(ground="#6D28FF", ink="#C6FF3D"),
    "shaaz": Colours(ground="#0C1230", ink="#FF5A5F"),
}


def draw_icons(into: Path) -> None:
    """For each mark: `<name>.svg`, `<name>-32.png`, `-180`, `-192`, `-512` and `-maskable-512` (safe zone of 40 %)."""
    into.mkdir(parents=True, exist_ok=True)
    for name, colours in COLOURS.items():
        source = (MARKS / f"{name}.svg").read_text(encoding="utf-8")
        (into / f"{name}.svg").write_text(_favicon(source, colours), encoding="utf-8")
        for size in (32, 180, 192, 512):
            _tile(source, colours, size, share=0.72).save(into / f"{name}-{size}.png", optimize=True)
        _tile(source, colours, 512, share=0.52).save(into / f"{name}-maskable-512.png", optimize=True)


def _favicon(source: str, colours: Colours) -> str:
    shapes = "".join(re.findall(r"<polygon[^>]*/>", source))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="6" fill="{colours.ground}"/>'
        f'<g fill="{colours.ink}" stroke="{colours.ink}" stroke-width="{_stroke(source)}" stroke-linejoin="round"'
        f' transform="translate(4.5 4.5) scale(.72)">{shapes}</g></svg>\n'
    )


def _tile(source: str, colours: Colours, size: int, *, share: float) -> Image.Image:
    """A square PNG of `size` pixels with the mark over `share` of its side."""
    side = size * FINER
    image = Image.new("RGB", (side, side), colours.ground)
    pen = ImageDraw.Draw(image)
    scale, margin = side * share / GRID, side * (1 - share) / 2
    width = _stroke(source) * scale
    for points in POLYGON.findall(source):
        corners = [
            (margin + float(x) * scale, margin + float(y) * scale) for x, y in (p.split(",") for p in points.split())
        ]
        pen.polygon(corners, fill=colours.ink)
        pen.line([*corners, corners[0]], fill=colours.ink, width=round(width))
        for x, y in corners:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colours.ink)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _stroke(source: str) -> float:
    found = STROKE.search(source)
    return float(found.group(1)) if found else 0.0
