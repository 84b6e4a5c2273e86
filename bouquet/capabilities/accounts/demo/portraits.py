"""Portraits of the demo: a few shapes in the person's colours."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter

from bouquet.capabilities.accounts.demo.people import Person


def portrait(person: Person) -> io.BytesIO:
    """A face of a few shapes in the person's colours, the same one every time."""
    chance = random.Random(person.handle)  # noqa: S311  # a drawing, no secret
    bright, light, dark = person.colours
    side = 512
    picture = Image.new("RGB", (side, side), bright)
    pen = ImageDraw.Draw(picture)
    for ring in range(7, 0, -1):
        radius = ring * 62
        shade = mixed(bright, light, ring / 12)
        pen.ellipse((380 - radius, 90 - radius, 380 + radius, 90 + radius), fill=shade)
    skin = chance.choice(("#f2c9a5", "#d99f73", "#a86f48", "#7c4a2d", "#eab98f"))
    hair_long = chance.random() > 0.4
    pen.ellipse((96, 372, 416, 720), fill=dark)
    if hair_long:
        pen.rounded_rectangle((146, 150, 366, 430), radius=100, fill=dark)
    pen.rounded_rectangle((222, 330, 290, 430), radius=30, fill=mixed(skin, dark, 0.18))
    pen.ellipse((170, 130, 342, 366), fill=skin)
    pen.pieslice((158, 104, 354, 340), 180 + chance.randint(-14, 14), 360, fill=dark)
    for eye in (222, 290):
        pen.ellipse((eye - 9, 246, eye + 9, 264), fill=dark)
    pen.arc((224, 268, 288, 324), 20, 160, fill=mixed(skin, dark, 0.55), width=7)
    return as_file(picture.filter(ImageFilter.SMOOTH))


def mixed(one: str, other: str, share: float) -> str:
    """`one` with `share` (0 to 1) of `other` in it."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def as_file(picture: Image.Image) -> io.BytesIO:
    """A PNG, ready to be read."""
    written = io.BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    return written
