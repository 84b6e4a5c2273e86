"""The pictures of the demo's blogs: drawn by code, the same ones every time."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from bouquet.capabilities.accounts.demo.portraits import mixed

WIDTH, HEIGHT = 1500, 1000
Palette = tuple[str, str, str]
Pen = ImageDraw.ImageDraw


def draw(motif: str, palette: Palette, *, seed: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> io.BytesIO:
    """A JPEG of the motif in three colours (bright, light, dark); another `seed`, another picture."""
    picture = _ground(palette)
    chance = random.Random(f"{motif} {seed}")  # noqa: S311  # a drawing, no secret
    MOTIFS[motif](ImageDraw.Draw(picture), palette, chance)
    noise = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 12).resize((WIDTH, HEIGHT))
    picture = Image.blend(picture.filter(ImageFilter.SMOOTH), Image.merge("RGB", (noise, noise, noise)), 0.05)
    if size != picture.size:
        width, height = size
        picture = picture.crop((0, 500, WIDTH, 500 + WIDTH * height // width)).resize(size, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    written.seek(0)
    return written


def _ground(palette: Palette) -> Image.Image:
    bright, light, _dark = palette
    column = Image.new("RGB", (1, 48))
    for y in range(48):
        column.putpixel((0, y), tuple(bytes.fromhex(mixed(light, bright, 0.15 + 0.5 * y / 47)[1:])))
    return column.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _hills(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    pen.ellipse((1000, 120, 1220, 340), fill=mixed(light, "#ffffff", 0.4))
    for row in range(6):
        base, turn = 380 + row * 110, chance.random() * 6
        line = [
            (x, base + 60 * math.sin(x / (150 + 30 * row) + turn) + 20 * math.sin(x / 47)) for x in range(0, 1520, 20)
        ]
        pen.polygon([(0, HEIGHT), *line, (WIDTH, HEIGHT)], fill=mixed(bright, dark, row / 6))


def _waves(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    for row in range(26):
        base, turn = 300 + row * 30, chance.random() * 6
        line = [(x, base + (6 + row) * math.sin(x / 90 + turn)) for x in range(-20, 1540, 12)]
        pen.line(line, fill=mixed(light if row % 3 else bright, dark, row / 34), width=14)


def _table(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    pen.rectangle((0, 560, WIDTH, HEIGHT), fill=mixed(dark, bright, 0.25))
    for number in range(5):
        x, radius = 180 + number * 285 + chance.randint(-30, 30), chance.randint(90, 150)
        y = 700 + chance.randint(-60, 90)
        pen.ellipse((x - radius, y - radius * 0.6, x + radius, y + radius * 0.6), fill=mixed(light, "#ffffff", 0.5))
        inner = radius * 0.72
        colour = mixed(bright, chance.choice((light, dark)), 0.35)
        pen.ellipse((x - inner, y - inner * 0.6, x + inner, y + inner * 0.6), fill=colour)
        for _crumb in range(9):
            cx, cy = x + chance.uniform(-0.5, 0.5) * radius, y + chance.uniform(-0.28, 0.28) * radius
            pen.ellipse((cx - 12, cy - 9, cx + 12, cy + 9), fill=mixed(light, dark, chance.random()))


def _leaves(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    for number in range(70):
        x, y, turn = chance.uniform(-50, 1550), chance.uniform(80, 1050), chance.uniform(0, math.tau)
        long, wide = chance.uniform(70, 190), chance.uniform(18, 46)
        points = []
        for step in range(13):
            at = step / 12 * math.pi
            for side in (1,):
                u, v = math.cos(at) * long, math.sin(at) * wide * side
                points.append(
                    (x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn))
                )
        pen.polygon(points, fill=mixed(mixed(bright, dark, chance.random() * 0.8), light, (number % 5) / 9))


def _town(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    for row in range(3):
        x = -20
        while x < WIDTH:
            wide, high = chance.randint(70, 170), chance.randint(160, 430) - row * 60
            top = 520 + row * 170 - high // 2
            pen.rectangle((x, top, x + wide, HEIGHT), fill=mixed(bright, dark, 0.3 + row * 0.3))
            for wx in range(x + 14, x + wide - 22, 34):
                for wy in range(top + 20, HEIGHT, 52):
                    if chance.random() < 0.45:
                        pen.rectangle((wx, wy, wx + 16, wy + 24), fill=mixed(light, "#fff2b0", 0.6))
            x += wide + chance.randint(0, 14)


def _pages(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    for shelf in (330, 640, 950):
        x = 60
        while x < WIDTH - 60:
            wide, high = chance.randint(28, 74), chance.randint(190, 270)
            colour = mixed(mixed(bright, dark, chance.random()), light, chance.random() * 0.6)
            pen.rectangle((x, shelf - high, x + wide, shelf), fill=colour)
            pen.rectangle((x + 6, shelf - high + 30, x + wide - 6, shelf - high + 40), fill=mixed(light, dark, 0.1))
            x += wide + 4
        pen.rectangle((0, shelf, WIDTH, shelf + 22), fill=mixed(dark, "#000000", 0.2))


def _rings(pen: Pen, palette: Palette, chance: random.Random) -> None:
    bright, light, dark = palette
    for _number in range(9):
        x, y, most = chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT), chance.randint(120, 330)
        for step, radius in enumerate(range(most, 10, -26)):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(bright, light, dark)[step % 3])


MOTIFS: dict[str, Callable[[Pen, Palette, random.Random], None]] = {
    "hills": _hills,
    "waves": _waves,
    "table": _table,
    "leaves": _leaves,
    "town": _town,
    "pages": _pages,
    "rings": _rings,
}
