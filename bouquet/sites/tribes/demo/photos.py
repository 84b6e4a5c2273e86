"""The demo's photos and emblems: drawn by code, the same ones every time."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from bouquet.capabilities.accounts.demo.portraits import as_file, mixed

WIDTH, HEIGHT = 1440, 1080
Chance = random.Random
Pen = ImageDraw.ImageDraw


def draw(motif: str) -> io.BytesIO:
    """The photo called `motif`, 4 to 3, as a JPEG; KeyError when there is none."""
    name = motif.rstrip("23")
    picture = _sky(*SKIES[name], turned=motif != name)
    MOTIFS[name](picture, ImageDraw.Draw(picture), random.Random(motif))  # noqa: S311  # a drawing, no secret
    written = io.BytesIO()
    _grained(picture).save(written, "JPEG", quality=88)
    written.seek(0)
    return written


def emblem(motif: str, colours: tuple[str, str, str]) -> io.BytesIO:
    """A sticker: the motif's sign in three colours, square."""
    bright, light, dark = colours
    side = 512
    picture = Image.new("RGB", (side, side), bright)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-120, 250, 330, 700), fill=mixed(bright, light, 0.35))
    pen.ellipse((300, -160, 700, 240), fill=mixed(bright, dark, 0.35))
    SIGNS[motif](pen, light, dark)
    return as_file(picture)


def banner(motif: str) -> io.BytesIO:
    """The middle band of the photo, 5 to 1."""
    whole = Image.open(draw(motif))
    return as_file(whole.crop((0, 420, WIDTH, 420 + WIDTH // 5)))


def _sky(top: str, bottom: str, *, turned: bool) -> Image.Image:
    if turned:
        top, bottom = mixed(top, bottom, 0.45), mixed(bottom, "#ff7a3d", 0.35)
    column = Image.new("RGB", (1, 64))
    for y in range(64):
        shade = mixed(top, bottom, y / 63)
        column.putpixel((0, y), tuple(bytes.fromhex(shade[1:])))
    return column.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _grained(picture: Image.Image) -> Image.Image:
    noise = Image.effect_noise((WIDTH // 2, HEIGHT // 2), 14).resize((WIDTH, HEIGHT))
    return Image.blend(picture, Image.merge("RGB", (noise, noise, noise)), 0.05)


def _wall(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for edge in range(-300, WIDTH, 260):
        shade = mixed("#d8cfc4", "#9d9388", chance.random())
        pen.polygon([(edge, 0), (edge + 330, 0), (edge + 190, HEIGHT), (edge - 120, HEIGHT)], fill=shade)
    for _ in range(90):
        x, y, size = chance.randint(0, WIDTH), chance.randint(0, HEIGHT), chance.randint(14, 46)
        colour = chance.choice(("#ff2d7a", "#ffd400", "#35c759", "#2f6bff", "#ff7a00"))
        pen.ellipse((x + 6, y + 10, x + size * 1.5 + 6, y + size + 10), fill="#7d756b")
        pen.ellipse((x, y, x + size * 1.5, y + size), fill=colour)
        pen.ellipse(
            (x + size * 0.3, y + size * 0.2, x + size * 0.8, y + size * 0.5), fill=mixed(colour, "#ffffff", 0.4)
        )


def _neon(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    x = 0
    while x < WIDTH:
        wide, tall = chance.randint(90, 210), chance.randint(260, 560)
        pen.rectangle((x, 640 - tall, x + wide, 640), fill=mixed("#0b0820", "#241a4a", chance.random()))
        for wx in range(x + 14, x + wide - 20, 34):
            for wy in range(640 - tall + 20, 610, 44):
                if chance.random() < 0.35:
                    pen.rectangle((wx, wy, wx + 16, wy + 24), fill=chance.choice(("#ffd27a", "#ff4fa3", "#53d8ff")))
        x += wide + chance.randint(0, 14)
    mirrored = picture.crop((0, 200, WIDTH, 640)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture.paste(mirrored.filter(ImageFilter.GaussianBlur(7)), (0, 640))
    pen.line((0, 640, WIDTH, 640), fill="#ff4fa3", width=3)


def _signs(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    glow = picture.copy()
    light = ImageDraw.Draw(glow)
    for _ in range(9):
        x, y, wide = chance.randint(40, 1150), chance.randint(60, 820), chance.randint(140, 300)
        colour = chance.choice(("#ff3fa4", "#46f0a0", "#5cc8ff", "#ffe14d"))
        for brush, size in ((light, 26), (pen, 7)):
            brush.rounded_rectangle((x, y, x + wide, y + wide * 0.55), radius=40, outline=colour, width=size)
            brush.line((x + 40, y + wide * 0.28, x + wide - 40, y + wide * 0.28), fill=colour, width=size)
    picture.paste(Image.blend(picture, glow.filter(ImageFilter.GaussianBlur(24)), 0.6))


def _dish(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    middle = (720, 540)
    _disc(pen, (middle[0] + 18, middle[1] + 26), 440, "#5b3a22")
    for radius, colour in ((440, "#f6efe4"), (400, "#e9dcc9"), (370, "#fff8e8")):
        _disc(pen, middle, radius, colour)
    for _ in range(420):
        angle, far = chance.random() * math.tau, 330 * math.sqrt(chance.random())
        x, y = middle[0] + far * math.cos(angle), middle[1] + far * math.sin(angle)
        colour = chance.choice(("#fff3c9", "#ffe08a", "#f7c948", "#5fae3b", "#e4572e"))
        pen.rounded_rectangle((x, y, x + chance.randint(12, 46), y + 12), radius=6, fill=colour)
    _disc(pen, (690, 500), 120, "#ffffff")
    _disc(pen, (700, 505), 58, "#ffb300")


def _knobs(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for row in range(3):
        for column in range(6):
            x, y = 170 + column * 220, 220 + row * 300
            _disc(pen, (x + 8, y + 14), 78, "#05080b")
            _disc(pen, (x, y), 74, "#2a323a")
            _disc(pen, (x, y), 58, "#39434d")
            angle = chance.random() * 5 - 4
            pen.line((x, y, x + 54 * math.cos(angle), y + 54 * math.sin(angle)), fill="#f5f5f5", width=9)
            lit = chance.random() < 0.5
            _disc(pen, (x + 70, y - 96), 11, "#7dff9a" if lit else "#20402a")
    for _ in range(5):
        start, end = chance.randint(60, 1380), chance.randint(60, 1380)
        bend = [(start + (end - start) * t / 30, 340 + 560 * math.sin(math.pi * t / 30)) for t in range(31)]
        pen.line(bend, fill=chance.choice(("#ff5a5f", "#ffd400", "#3fd0c9")), width=15, joint="curve")


def _wheels(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    pen.rectangle((0, 900, WIDTH, HEIGHT), fill="#3c4450")
    for x in (430, 1020):
        for spoke in range(28):
            angle = spoke * math.tau / 28 + chance.random() * 0.02
            pen.line((x, 660, x + 250 * math.cos(angle), 660 + 250 * math.sin(angle)), fill="#dfe6ee", width=2)
        pen.ellipse((x - 262, 398, x + 262, 922), outline="#16191e", width=22)
        _disc(pen, (x, 660), 20, "#16191e")
    frame = [(430, 660), (610, 400), (900, 400), (680, 670), (430, 660)]
    pen.line(frame, fill="#c6ff3d", width=20, joint="curve")
    pen.line([(610, 400), (680, 670)], fill="#c6ff3d", width=20)
    pen.line([(880, 320), (900, 400), (1020, 660)], fill="#c6ff3d", width=20)


def _books(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for shelf in (520, 1040):
        x = 20
        while x < WIDTH - 40:
            wide, tall = chance.randint(44, 110), chance.randint(320, 450)
            colour = chance.choice(("#8f1d21", "#f3e3c3", "#5a2e1b", "#c7a15a", "#274b63", "#31402f"))
            pen.rectangle((x, shelf - tall, x + wide, shelf), fill=colour)
            pen.rectangle((x, shelf - tall, x + 8, shelf), fill=mixed(colour, "#000000", 0.25))
            for mark in (0.18, 0.24, 0.7):
                y = shelf - tall * mark
                pen.line((x + 12, y, x + wide - 8, y), fill=mixed(colour, "#ffd98a", 0.7), width=5)
            x += wide + 3
        pen.rectangle((0, shelf, WIDTH, shelf + 36), fill="#4a2f1c")


def _door(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    pen.rectangle((500, 160, 940, 1080), fill="#7a4a12")
    for x, y in ((540, 210), (740, 210), (540, 600), (740, 600)):
        pen.rectangle((x, y, x + 160, y + 340), fill="#8f5a1a", outline="#5a3408", width=6)
    _disc(pen, (900, 640), 20, "#ffd400")


def _tiles(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    size = 130
    for row in range(-1, 8):
        for column in range(-1, 8):
            x = column * size * 1.74 + (row % 2) * size * 0.87
            y = row * size * 1.5
            corners = [(x + size * math.sin(k * math.tau / 6), y + size * math.cos(k * math.tau / 6)) for k in range(6)]
            colour = chance.choice(("#7c3aed", "#ffd400", "#22a06b", "#ff7ab8", "#3b82f6"))
            pen.polygon(corners, fill=colour, outline="#1a0740", width=8)
            if chance.random() < 0.3:
                _disc(pen, (x, y), 36, "#1a0740")
                _disc(pen, (x, y - 8), 36, "#ffffff")


def _cloth(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for fold in range(4):
        left = fold * 380 - 60
        for stripe in range(0, 380, 38):
            colour = "#ffe9f3" if (stripe // 38) % 2 else "#e85c9a"
            lean = 60 * (fold % 2) - 30
            shade = mixed(colour, "#3a0420", stripe / 380 * 0.35)
            pen.polygon(
                [
                    (left + stripe, 0),
                    (left + stripe + 38, 0),
                    (left + stripe + 38 + lean, HEIGHT),
                    (left + stripe + lean, HEIGHT),
                ],
                fill=shade,
            )


def _stars(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for _ in range(2600):
        along, across = chance.random(), chance.gauss(0, 0.09)
        x, y = along * WIDTH, HEIGHT * (0.85 - 0.7 * along + across)
        if chance.random() < 0.35:
            x, y = chance.random() * WIDTH, chance.random() * HEIGHT
        size = chance.choice((1, 1, 1, 2, 2, 3))
        pen.ellipse((x, y, x + size, y + size), fill=chance.choice(("#ffffff", "#cfe0ff", "#ffe9c9")))
    hills = [(x, 940 + 50 * math.sin(x / 210) + 24 * math.sin(x / 61)) for x in range(0, WIDTH + 20, 20)]
    pen.polygon([*hills, (WIDTH, HEIGHT), (0, HEIGHT)], fill="#02030b")


def _moon(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    _disc(pen, (720, 540), 400, "#c9c7c0")
    for _ in range(70):
        angle, far = chance.random() * math.tau, 360 * math.sqrt(chance.random())
        x, y, size = 720 + far * math.cos(angle), 540 + far * math.sin(angle), chance.randint(8, 60)
        _disc(pen, (x, y), size, mixed("#c9c7c0", "#8b8982", chance.random() * 0.7))
        _disc(pen, (x + size * 0.15, y + size * 0.15), size * 0.8, "#bdbbb4")
    shadow = Image.new("L", (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(shadow).ellipse((200, 60, 1000, 1020), fill=255)
    dark = Image.new("RGB", (WIDTH, HEIGHT), "#04050a")
    outside = shadow.point(lambda level: 255 - level).filter(ImageFilter.GaussianBlur(60))
    picture.paste(dark, (0, 0), outside.point(lambda level: int(level * 0.8)))


def _screen(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    glow = Image.new("RGB", (WIDTH, HEIGHT), "#120406")
    ImageDraw.Draw(glow).rectangle((240, 130, 1200, 580), fill="#f5e9c8")
    picture.paste(glow.filter(ImageFilter.GaussianBlur(46)))
    pen.rectangle((270, 150, 1170, 560), fill="#fff6dc")
    for row in range(6):
        y, wide = 640 + row * 78, 70 + row * 22
        for x in range(-40 + (row % 2) * wide // 2, WIDTH, wide + 10):
            shade = mixed("#8f1420", "#2a0408", row / 7)
            pen.rounded_rectangle((x, y, x + wide, y + 120), radius=24, fill=shade)


def _mountains(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    _disc(pen, (1120, 330), 70, "#fff3d0")
    for layer in range(6):
        base, swing = 430 + layer * 110, 120 - layer * 12
        a, b = chance.random() * 9, chance.random() * 9
        ridge = [
            (
                x,
                base
                - swing * abs(math.sin(x / (230 - layer * 14) + a))
                - swing / 3 * math.sin(x / 61 + b)
                - chance.random() * 8,
            )
            for x in range(0, WIDTH + 12, 12)
        ]
        pen.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=mixed("#9db8d6", "#0d2233", layer / 5))


def _forest(picture: Image.Image, pen: Pen, chance: Chance) -> None:
    for layer in range(4):
        shade = mixed("#a9bdb2", "#0c1f17", layer / 3)
        for _ in range(16):
            x, tall = chance.randint(-40, WIDTH), chance.randint(420, 620) + layer * 120
            foot = 760 + layer * 110
            for part in range(4):
                top, wide = foot - tall + part * tall / 5, (part + 1) * tall / 13
                pen.polygon([(x, top), (x - wide, top + tall / 3), (x + wide, top + tall / 3)], fill=shade)
    pen.polygon([(660, 700), (740, 700), (1040, HEIGHT), (420, HEIGHT)], fill="#6b5a44")


def _disc(pen: Pen, middle: tuple[float, float], radius: float, colour: str) -> None:
    x, y = middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


MOTIFS: dict[str, Callable[[Image.Image, Pen, Chance], None]] = {
    "wall": _wall,
    "neon": _neon,
    "signs": _signs,
    "dish": _dish,
    "knobs": _knobs,
    "wheels": _wheels,
    "books": _books,
    "door": _door,
    "tiles": _tiles,
    "cloth": _cloth,
    "stars": _stars,
    "moon": _moon,
    "screen": _screen,
    "mountains": _mountains,
    "forest": _forest,
}
SKIES = {
    "wall": ("#b9afa3", "#8f8579"),
    "neon": ("#060414", "#3a1460"),
    "signs": ("#08060f", "#1b1030"),
    "dish": ("#8a5a34", "#6d4426"),
    "knobs": ("#14191e", "#0b0e12"),
    "wheels": ("#8fc5ff", "#ffd9b0"),
    "books": ("#2c1a10", "#3a2416"),
    "door": ("#ffe9b8", "#f2c46d"),
    "tiles": ("#1a0740", "#2c0f63"),
    "cloth": ("#ffd9ea", "#f7b3d1"),
    "stars": ("#02040f", "#132a5c"),
    "moon": ("#020308", "#05070f"),
    "screen": ("#120406", "#120406"),
    "mountains": ("#7fb2e5", "#ffe0c2"),
    "forest": ("#c7d6cd", "#8fa89a"),
}


def _sign(points: list[tuple[float, float]]) -> Callable[[Pen, str, str], None]:
    """A sign made of one shape with a thick edge, like a sticker."""

    def put(pen: Pen, light: str, dark: str) -> None:
        shape = [(256 + x * 160, 256 + y * 160) for x, y in points]
        pen.polygon(shape, fill=light)
        pen.line([*shape, shape[0], shape[1]], fill=dark, width=20, joint="curve")

    return put


def _round(count: int, inner: float, turn: float = -math.pi / 2) -> list[tuple[float, float]]:
    """A star of `count` points; a polygon when `inner` is 1."""
    rays = [(1 if k % 2 == 0 else inner, turn + k * math.pi / count) for k in range(2 * count)]
    return [(far * math.cos(angle), far * math.sin(angle)) for far, angle in rays]


SIGNS: dict[str, Callable[[Pen, str, str], None]] = {
    "wall": _sign([(-0.9, 0.9), (-0.3, -0.2), (0, 0.2), (0.45, -0.9), (0.95, 0.9)]),
    "neon": _sign([(0.2, -1), (-0.7, 0.2), (-0.05, 0.2), (-0.25, 1), (0.7, -0.25), (0.05, -0.25)]),
    "dish": _sign([(-1, -0.1), (1, -0.1), (0.75, 0.5), (0.35, 0.85), (-0.35, 0.85), (-0.75, 0.5)]),
    "knobs": _sign(_round(8, 0.78)),
    "wheels": _sign(_round(12, 0.86)),
    "books": _sign([(0, -0.6), (0.95, -0.85), (0.95, 0.6), (0, 0.85), (-0.95, 0.6), (-0.95, -0.85)]),
    "door": _sign([(-0.55, -0.95), (0.55, -0.95), (0.55, 0.95), (-0.55, 0.95)]),
    "tiles": _sign(_round(3, 1)),
    "cloth": _sign([(-1, -0.5), (-0.4, -0.9), (0.4, -0.9), (1, -0.5), (0.6, 0), (0.6, 0.9), (-0.6, 0.9), (-0.6, 0)]),
    "stars": _sign(_round(5, 0.45)),
    "screen": _sign([(-1, -0.6), (1, -0.6), (1, 0.5), (0.25, 0.5), (0.5, 0.9), (-0.5, 0.9), (-0.25, 0.5), (-1, 0.5)]),
    "mountains": _sign([(-1, 0.8), (-0.35, -0.55), (0, 0.1), (0.3, -0.3), (1, 0.8)]),
}
