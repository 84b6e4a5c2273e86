"""Small pictures of the whole video on a few sheets, shown above the time line while one looks for a moment."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine import segments
from bouquet.capabilities.media.engine.captions import clock_time
from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, PRIVATE, run
from bouquet.capabilities.media.engine.packaging import existing_rungs
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.segments import write_whole

_LONG_SIDE: Final = 160
_COLUMNS, _ROWS = 5, 5
_MOST_PICTURES: Final = 200


@dataclass(frozen=True)
class Storyboard:
    """`vtt` names the sheets relative to itself; every picture is `width` x `height` and lasts `every_seconds`."""

    vtt: Path
    sheets: tuple[Path, ...]
    width: int
    height: int
    every_seconds: float


def storyboard(source: Path, probe: Probe, out: Path) -> Storyboard:
    """Makes `storyboard/storyboard.vtt` and its sheets from the keyframes of the smallest rung, which must exist.

    That rung is small, upright and in plain colours already, and has a keyframe every four seconds: nothing else
    needs decoding. Raises FileNotFoundError when no rung was made yet. `source` is not read.
    """
    rungs = existing_rungs(out, probe)
    if not rungs:
        raise FileNotFoundError("a storyboard is made from the first rung")
    rung = rungs[0]
    lines = segments.read_playlist(out / rung.folder)
    step = max(1, ceil(len(lines) / _MOST_PICTURES))
    starts = [sum(line.seconds for line in lines[:number]) for number in range(0, len(lines), step)]
    folder = out / "storyboard"
    folder.mkdir(parents=True, exist_ok=True)
    scale = _LONG_SIDE / max(rung.width, rung.height)
    width, height = (max(2, round(side * scale / 2) * 2) for side in (rung.width, rung.height))
    _draw(out / rung.folder, folder, step, width, height, len(starts))
    sheets = tuple(sorted(folder.glob("sheet_*.jpg")))
    ends = [*starts[1:], sum(line.seconds for line in lines)]
    vtt = folder / "storyboard.vtt"
    write_whole(vtt, _vtt(starts, ends, width, height))
    return Storyboard(vtt, sheets, width, height, segments.SEGMENT_SECONDS * step)


def _draw(rung: Path, folder: Path, step: int, width: int, height: int, pictures: int) -> None:
    for old in folder.glob("sheet_*.jpg"):
        old.unlink()
    whole = folder / ".whole.mp4"
    columns, rows = min(_COLUMNS, pictures), min(_ROWS, ceil(pictures / _COLUMNS))
    picked = f"select=not(mod(n\\,{step}))," if step > 1 else ""
    chain = f"{picked}scale={width}:{height},tile={columns}x{rows},scale=out_range=pc,format=yuvj420p"
    try:
        segments.write_together(rung, whole)
        run(
            [
                *("-skip_frame", "nokey", "-i", f"file:{whole}", "-vf", chain, "-fps_mode", "passthrough"),
                *("-c:v", "mjpeg", "-q:v", "5", *PRIVATE, *BITEXACT, "-f", "image2", f"file:{folder}/sheet_%03d.jpg"),
            ]
        )
    finally:
        whole.unlink(missing_ok=True)


def _vtt(starts: list[float], ends: list[float], width: int, height: int) -> str:
    cues = ["WEBVTT"]
    each = _COLUMNS * _ROWS
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        row, column = divmod(number % each, _COLUMNS)
        place = f"sheet_{number // each + 1:03d}.jpg#xywh={column * width},{row * height},{width},{height}"
        cues.append(f"{clock_time(start)} --> {clock_time(end)}\n{place}")
    return "\n\n".join(cues) + "\n"
