"""Makes the demo's files: videos with ffmpeg's own generators, portraits and banners with a few shapes."""

from __future__ import annotations

import io
import math
import random
import subprocess
from pathlib import Path

from PIL import Image, ImageDraw

from bouquet.capabilities.accounts.demo.people import Person
from bouquet.capabilities.accounts.demo.portraits import as_file, mixed
from bouquet.capabilities.media.engine.ffmpeg import executable
from bouquet.sites.videos.demo.graphs import GRAPHS
from bouquet.sites.videos.demo.scenes import Scene
from bouquet.sites.videos.demo.tunes import TUNES

FPS = 20


def film(scene: Scene, *, into: Path) -> None:
    """Write the video of `scene` to `into` (MP4). Raises CalledProcessError with what ffmpeg said."""
    width, height = scene.size
    sizes = {"w": width, "h": height, "w4": _even(width / 4), "h4": _even(height / 4)}
    sizes |= {"w6": _even(width / 6), "h6": _even(height / 6), "h8": _even(height / 8)}
    graph = GRAPHS[scene.graph].format(**sizes, fps=FPS, seconds=scene.seconds)
    # A small canvas of nearly the right shape is enlarged to exactly the right one: pixels are square.
    graph = graph.replace("[v]", ",setsar=1[v]")
    sound = f"aevalsrc='{TUNES[scene.tune]}':s=32000:d={scene.seconds}" if scene.tune else ""
    fade = f"afade=in:d=0.5,afade=out:st={scene.seconds - 1}:d=1,aecho=0.8:0.7:60|170:0.25|0.15"
    if "[0:a]" in graph:
        graph = f"[0:a]asplit[heard][shown];{graph.replace('[0:a]', '[shown]')};[heard]{fade}[a]"
    elif sound:
        graph = f"{graph};[0:a]{fade}[a]"
    command = [executable(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-threads", "1"]
    command += ["-f", "lavfi", "-i", sound] if sound else []
    extras = _words_beside(scene, into)
    for kind, path in extras:
        command += ["-f", kind, "-i", str(path)]
    command += ["-filter_complex", graph, "-map", "[v]", *(["-map", "[a]"] if sound else [])]
    for number, (kind, _path) in enumerate(extras, start=1):
        command += (
            ["-map_chapters", str(number)] if kind == "ffmetadata" else ["-map", f"{number}:s", "-c:s", "mov_text"]
        )
    command += [
        "-t",
        str(scene.seconds),
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-crf",
        "20",
    ]
    command += ["-c:a", "aac", "-b:a", "96k", "-metadata:s:s:0", "language=fra", "-movflags", "+faststart", str(into)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    finally:
        for _kind, path in extras:
            path.unlink(missing_ok=True)


def banner(person: Person) -> io.BytesIO:
    """Hills behind hills, 5 to 1."""
    chance = random.Random(f"banner {person.handle}")  # noqa: S311  # a drawing, no secret
    bright, light, dark = person.colours
    width, height = 1600, 320
    picture = Image.new("RGB", (width, height), light)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((chance.randint(900, 1300), 20, chance.randint(1400, 1500), 260), fill=mixed(light, bright, 0.45))
    for layer in range(6):
        near = layer / 5
        shift, swing, wave = chance.random() * 9, 18 + 30 * chance.random(), 110 + 160 * chance.random()
        base = 110 + 38 * layer
        ridge = [
            (x, base + swing * math.sin(x / wave + shift) + swing / 3 * math.sin(x / wave * 2.7 + shift * 2))
            for x in range(0, width + 8, 8)
        ]
        pen.polygon([*ridge, (width, height), (0, height)], fill=mixed(mixed(light, bright, 0.6), dark, near))
    return as_file(picture)


def _words_beside(scene: Scene, into: Path) -> list[tuple[str, Path]]:
    """Inputs for ffmpeg: subtitles and chapters, when the scene has them."""
    extras = []
    if scene.captions:
        path = into.with_suffix(".srt")
        blocks = [
            f"{n}\n{_stamp(start)} --> {_stamp(end)}\n{text}\n"
            for n, (start, end, text) in enumerate(scene.captions, 1)
        ]
        path.write_text("\n".join(blocks), encoding="utf-8")
        extras.append(("srt", path))
    if scene.chapters:
        path = into.with_suffix(".chapters")
        ends = [start for start, _title in scene.chapters[1:]] + [scene.seconds]
        chapters = [
            f"[CHAPTER]\nTIMEBASE=1/1\nSTART={start}\nEND={end}\ntitle={title}\n"
            for (start, title), end in zip(scene.chapters, ends, strict=True)
        ]
        path.write_text(";FFMETADATA1\n" + "".join(chapters), encoding="utf-8")
        extras.append(("ffmetadata", path))
    return extras


def _stamp(seconds: int) -> str:
    return f"00:{seconds // 60:02}:{seconds % 60:02},000"


def _even(size: float) -> int:
    return max(2, round(size / 2) * 2)
