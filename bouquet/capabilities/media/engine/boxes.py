"""ISO base media boxes (ISO/IEC 14496-12): as much as is needed to cut a fragmented file into CMAF segments."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

# What a track run holds of each sample (ISO/IEC 14496-12 §8.8.8).
_DATA_OFFSET: Final = 0x1
_FIRST_FLAGS: Final = 0x4
_DURATIONS: Final = 0x100
_SIZES: Final = 0x200
_FLAGS: Final = 0x400
_OFFSETS: Final = 0x800


@dataclass(frozen=True)
class Box:
    """A box: where it begins, how long it is, how many bytes its header takes."""

    kind: bytes
    start: int
    size: int
    header: int

    @property
    def end(self) -> int:
        return self.start + self.size


@dataclass(frozen=True)
class VideoEntry:
    """Pixels and codec string (RFC 6381) of the first sample entry."""

    width: int
    height: int
    codec: str


def top_boxes(file: BinaryIO) -> Iterator[Box]:
    """The outermost boxes of an open file; stops at the first that makes no sense."""
    file.seek(0, 2)
    length, at = file.tell(), 0
    while at + 8 <= length:
        file.seek(at)
        head = file.read(16)
        size, header = struct.unpack(">I", head[:4])[0], 8
        if size == 1 and len(head) == 16:
            size, header = struct.unpack(">Q", head[8:16])[0], 16
        elif size == 0:
            size = length - at
        if size < header:
            return
        yield Box(head[4:8], at, size, header)
        at += size


def is_fragmented(path: Path) -> bool:
    """Whether the file holds movie fragments: then its own index and lengths say nothing of them."""
    with path.open("rb") as file:
        return any(box.kind == b"moof" for box in top_boxes(file))


def find(data: bytes | bytearray, *path: bytes) -> Box | None:
    """The first box along `path` (outermost first) inside `data`, which begins with a box."""
    start, end, found = 0, len(data), None
    for kind in path:
        found = next((box for box in _children(data, start, end) if box.kind == kind), None)
        if found is None:
            return None
        start, end = found.start + found.header, found.end
    return found


def timescale(moov: bytes) -> int:
    """Ticks per second of the first track (mdhd)."""
    box = find(moov, b"moov", b"trak", b"mdia", b"mdhd")
    if box is None:
        raise ValueError("no mdhd")
    version = moov[box.start + box.header]
    at = box.start + box.header + (20 if version == 1 else 12)
    return int(struct.unpack(">I", moov[at : at + 4])[0])


def fragment_ticks(moof: bytes, default: int = 0) -> int:
    """How long a fragment lasts, in ticks: the sum of its sample durations (tfhd, trun)."""
    header, run = find(moof, b"moof", b"traf", b"tfhd"), find(moof, b"moof", b"traf", b"trun")
    if header is None or run is None:
        raise ValueError("no track run")
    at = run.start + run.header
    flags = int.from_bytes(moof[at + 1 : at + 4], "big")
    count = struct.unpack_from(">I", moof, at + 4)[0]
    if not flags & _DURATIONS:
        return int((_default_duration(moof, header) or default) * count)
    at += 8 + (4 if flags & _DATA_OFFSET else 0) + (4 if flags & _FIRST_FLAGS else 0)
    stride = 4 * sum(1 for bit in (_DURATIONS, _SIZES, _FLAGS, _OFFSETS) if flags & bit)
    return sum(struct.unpack_from(">I", moof, at + number * stride)[0] for number in range(count))


def default_ticks(moov: bytes) -> int:
    """The duration of a sample where fragments do not say it (trex)."""
    box = find(moov, b"moov", b"mvex", b"trex")
    return int(struct.unpack(">I", moov[box.start + 20 : box.start + 24])[0]) if box else 0


def placed(moof: bytes, sequence: int, shift_ticks: int) -> bytes:
    """The same fragment, numbered `sequence` (mfhd) and `shift_ticks` later (tfdt)."""
    data = bytearray(moof)
    number, time = find(data, b"moof", b"mfhd"), find(data, b"moof", b"traf", b"tfdt")
    if number is None or time is None:
        raise ValueError("no fragment time")
    struct.pack_into(">I", data, number.start + number.header + 4, sequence)
    at = time.start + time.header
    form = ">Q" if data[at] == 1 else ">I"
    struct.pack_into(form, data, at + 4, struct.unpack_from(form, data, at + 4)[0] + shift_ticks)
    return bytes(data)


def video_entry(moov: bytes) -> VideoEntry | None:
    """Size and codec of an AVC track (ISO/IEC 14496-15 §5.3.3.1), or None when the first track is not one."""
    table = find(moov, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    if table is None:
        return None
    entry = table.start + table.header + 8
    if moov[entry + 4 : entry + 8] not in (b"avc1", b"avc3"):
        return None
    width, height = struct.unpack(">HH", moov[entry + 32 : entry + 36])
    config = moov.find(b"avcC", entry)
    return VideoEntry(width, height, f"avc1.{moov[config + 5 : config + 8].hex().upper()}")


def _default_duration(moof: bytes, box: Box) -> int:
    at = box.start + box.header
    flags = int.from_bytes(moof[at + 1 : at + 4], "big")
    if not flags & 0x8:
        return 0
    at += 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
    return int(struct.unpack(">I", moof[at : at + 4])[0])


def _children(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    at = start
    while at + 8 <= end:
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        yield Box(bytes(data[at + 4 : at + 8]), at, size, 8)
        at += size
