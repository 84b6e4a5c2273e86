"""Cuts a fragmented MP4 of one track into CMAF segments (ISO/IEC 23000-19) and their playlist (RFC 8216)."""

import shutil
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import BinaryIO, Final

from bouquet.capabilities.media.engine import boxes

SEGMENT_SECONDS: Final = 4
PLAYLIST: Final = "playlist.m3u8"
INIT: Final = "init.mp4"
# What the header and each segment say they are: CMAF with edit lists (brand cmfc, ISO/IEC 23000-19 §7.2).
_FTYP: Final = (28).to_bytes(4, "big") + b"ftypiso6" + bytes(4) + b"iso6cmfcmp41"
_STYP: Final = (24).to_bytes(4, "big") + b"stypmsdh" + bytes(4) + b"msdhcmfs"


@dataclass(frozen=True)
class Segment:
    """One line of a playlist. `init` is the file a player must have read before it."""

    name: str
    seconds: float
    init: str = INIT


def cut(fragmented: Path, folder: Path, *, first_number: int = 1, start: Fraction = Fraction(0)) -> tuple[Segment, ...]:
    """Cuts every fragment of `fragmented` into a segment of `folder`, with `init.mp4` and a playlist.

    Segments are numbered from `first_number` and begin at `start` seconds. The folder appears whole or not at all.
    """
    making = folder.with_name(f".{folder.name}.cutting")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    with fragmented.open("rb") as file:
        segments = _cut(file, making, first_number, start)
    write_playlist(making, segments)
    replace_folder(making, folder)
    return segments


def write_playlist(folder: Path, segments: tuple[Segment, ...]) -> None:
    """Writes the playlist of one rung or one sound track. Addresses are relative: the folder can move."""
    target = max(1, ceil(max((segment.seconds for segment in segments), default=1) - 0.5))
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{target}", "#EXT-X-MEDIA-SEQUENCE:1"]
    lines += ["#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS"]
    init = ""
    for segment in segments:
        if segment.init != init:
            init = segment.init
            lines.append(f'#EXT-X-MAP:URI="{init}"')
        lines += [f"#EXTINF:{segment.seconds:.6f},", segment.name]
    lines.append("#EXT-X-ENDLIST")
    write_whole(folder / PLAYLIST, "\n".join(lines) + "\n")


def read_playlist(folder: Path) -> tuple[Segment, ...]:
    """The segments of a playlist that `write_playlist` wrote."""
    found, seconds, init = [], 0.0, INIT
    for line in (folder / PLAYLIST).read_text().splitlines():
        if line.startswith("#EXT-X-MAP:"):
            init = line.split('"')[1]
        elif line.startswith("#EXTINF:"):
            seconds = float(line.removeprefix("#EXTINF:").split(",")[0])
        elif line and not line.startswith("#"):
            found.append(Segment(line, seconds, init))
    return tuple(found)


def write_together(folder: Path, target: Path) -> None:
    """Writes all segments of a playlist as one fragmented file."""
    init = ""
    with target.open("wb") as out:
        for segment in read_playlist(folder):
            names = [segment.name] if segment.init == init else [segment.init, segment.name]
            init = segment.init
            for name in names:
                with (folder / name).open("rb") as part:
                    shutil.copyfileobj(part, out, 1 << 20)


def count_fragments(fragmented: Path) -> int:
    """How many fragments of a file are there to their last byte."""
    length = fragmented.stat().st_size
    with fragmented.open("rb") as file:
        return sum(1 for box in boxes.top_boxes(file) if box.kind == b"mdat" and box.end <= length)


def write_whole(path: Path, text: str) -> None:
    """Writes a file that others may be reading: they see the old one or the new one."""
    making = path.with_name(f".{path.name}.writing")
    making.write_text(text, encoding="utf-8")
    making.replace(path)


def replace_folder(making: Path, folder: Path) -> None:
    """Puts a finished folder where it belongs; what an earlier run left there goes."""
    if folder.exists():
        shutil.rmtree(folder)
    making.replace(folder)


def _cut(file: BinaryIO, folder: Path, first_number: int, start: Fraction) -> tuple[Segment, ...]:
    moof = b""
    segments: list[Segment] = []
    scale, shift, default = 1, 0, 0
    for box in boxes.top_boxes(file):
        if box.kind == b"moov":
            moov = _read(file, box)
            scale, default = boxes.timescale(moov), boxes.default_ticks(moov)
            shift = round(start * scale)
            (folder / INIT).write_bytes(_FTYP + moov)
        elif box.kind == b"moof":
            moof = _read(file, box)
        elif box.kind == b"mdat" and moof:
            number = first_number + len(segments)
            name = f"seg_{number:05d}.m4s"
            with (folder / name).open("wb") as out:
                out.write(_STYP)
                out.write(boxes.placed(moof, number, shift))
                _copy(file, box, out)
            segments.append(Segment(name, boxes.fragment_ticks(moof, default) / scale))
            moof = b""
    return tuple(segments)


def _read(file: BinaryIO, box: boxes.Box) -> bytes:
    file.seek(box.start)
    return file.read(box.size)


def _copy(file: BinaryIO, box: boxes.Box, out: BinaryIO) -> None:
    file.seek(box.start)
    left = box.size
    while left > 0:
        block = file.read(min(left, 1 << 20))
        if not block:
            return
        out.write(block)
        left -= len(block)
