"""What the pictures of a video are like, seen on the first that decode: size, turn, colours, fields."""

import struct
from contextlib import closing, suppress
from dataclasses import dataclass
from math import atan2, degrees
from pathlib import Path
from typing import Any, Final

import av

from bouquet.capabilities.media.engine.containers import OPENING

# ISO/IEC 23091-2 code points, as libav numbers them.
_TRANSFERS: Final = {16: "pq", 18: "hlg"}
_MATRICES: Final = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020c"}
_BT2020_PRIMARIES: Final = 9
_FULL_RANGE: Final = 2

_PICTURES_SEEN: Final = 6
_PACKETS_TRIED: Final = 400


@dataclass(frozen=True)
class Picture:
    """`rotation` is clockwise, after mirroring left to right when `mirrored`."""

    width: int
    height: int
    rotation: int
    mirrored: bool
    is_interlaced: bool
    transfer: str
    is_wide_gamut: bool
    is_rgb: bool
    full_range: bool
    matrix: str


def first_picture(path: Path, index: int) -> Picture | None:
    """The first picture of stream `index` that decodes, or None when none of the first few hundred packets does."""
    frames: list[Any] = []
    with closing(av.open(str(path), options=dict(OPENING), metadata_errors="replace")) as container:
        stream = container.streams[index]
        stream.codec_context.thread_count = 1
        tried = 0
        try:
            for packet in container.demux(stream):
                tried += 1
                with suppress(av.FFmpegError):
                    frames.extend(packet.decode())
                if len(frames) >= _PICTURES_SEEN or tried >= _PACKETS_TRIED:
                    break
        except av.FFmpegError:
            pass
        return _described(frames) if frames else None


def _described(frames: list[Any]) -> Picture:
    frame = frames[0]
    rotation, mirrored = _orientation(frame)
    return Picture(
        width=frame.width,
        height=frame.height,
        rotation=rotation,
        mirrored=mirrored,
        is_interlaced=sum(1 for seen in frames if seen.interlaced_frame) * 2 > len(frames),
        transfer=_TRANSFERS.get(int(frame.color_trc), ""),
        is_wide_gamut=int(frame.color_primaries) == _BT2020_PRIMARIES,
        is_rgb=frame.format.is_rgb or "pal8" in frame.format.name,
        full_range=int(frame.color_range) == _FULL_RANGE or frame.format.name.startswith("yuvj"),
        matrix=_MATRICES.get(int(frame.colorspace), ""),
    )


def _orientation(frame: Any) -> tuple[int, bool]:
    """Quarter turns clockwise and mirroring, from the display matrix (ISO/IEC 14496-12 §8.3.2, 16.16 fixed point)."""
    for number in range(len(frame.side_data)):
        data = frame.side_data[number]
        if data.type.name == "DISPLAYMATRIX":
            return orientation(struct.unpack("<9i", bytes(data)[:36]))
    return 0, False


def orientation(matrix: tuple[int, ...]) -> tuple[int, bool]:
    """Quarter turns clockwise (0, 90, 180, 270) after mirroring left to right, of a display matrix in row order.

    A row vector (x, y) of the coded picture becomes (ax + cy, bx + dy) on the screen, where y grows downwards.
    """
    a, b, c, d = matrix[0], matrix[1], matrix[3], matrix[4]
    mirrored = a * d - b * c < 0
    if mirrored:
        a, b = -a, -b
    turned = round(degrees(atan2(b, a)) / 90) * 90 if (a, b) != (0, 0) else 0
    return turned % 360, mirrored
