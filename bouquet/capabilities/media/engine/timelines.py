"""When things happen in a file: its true length, whether the container says it or not."""

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer

from bouquet.capabilities.media.engine.boxes import is_fragmented

# Above this size a container that states its length is believed instead of being read to its end.
_READ_WHOLE_BYTES: Final = 1 << 30
_STAMPS_WANTED: Final = 1500


@dataclass(frozen=True)
class Timeline:
    """Seconds since the container's first timestamp, which is `start`. `first_stamps` are sorted picture times."""

    start: float
    video_start: float
    video_end: float
    sound_end: float
    first_stamps: tuple[float, ...]
    is_damaged: bool


@dataclass
class _Track:
    start: float = float("inf")
    end: float = float("-inf")
    last_step: float = 0.0
    stamps: list[float] = field(default_factory=list)


def measure(path: Path, container: InputContainer, video: Any) -> Timeline:
    """Where pictures and sound begin and end, from the index of the container or from reading all its packets."""
    indexed = "mp4" in container.format.name and bool(video.duration) and not is_fragmented(path)
    whole = not indexed and (path.stat().st_size <= _READ_WHOLE_BYTES or container.duration is None)
    tracks, broken = _read(container, video, whole=whole)
    start = _start(container, tracks)
    pictures = tracks[video.index]
    video_start, video_end = pictures.start, _picture_end(pictures)
    sound_end = max((tracks[s.index].end for s in container.streams.audio if s.index in tracks), default=0.0)
    if indexed:
        lost = _lost_seconds(path, video)
        video_start, video_end, broken = _stated_start(video), _stated_end(path, video), broken or lost > 0
        sound_end = max((_stated_end(path, s) for s in container.streams.audio if s.duration), default=0.0)
    elif not whole:
        video_end = start + (container.duration or 0) / av.time_base
    stamps = tuple(sorted(pictures.stamps))
    return Timeline(start, max(0.0, video_start - start), video_end - start, sound_end - start, stamps, broken)


def _read(container: InputContainer, video: Any, *, whole: bool) -> tuple[dict[int, _Track], bool]:
    """Times of packets: of all of them, or of the first pictures. Also whether reading broke off."""
    streams = [video, *container.streams.audio] if whole else [video]
    tracks = {stream.index: _Track() for stream in streams}
    try:
        for packet in container.demux(*streams):
            if packet.size == 0 or packet.time_base is None or (packet.pts is None and packet.dts is None):
                continue
            track = tracks[packet.stream.index]
            _note(track, packet, keep=packet.stream.index == video.index)
            if not whole and len(track.stamps) >= _STAMPS_WANTED:
                break
    except av.FFmpegError:
        return tracks, True
    return tracks, False


def _picture_end(pictures: _Track) -> float:
    """When the last picture goes. Some containers give every picture a millisecond: it then stays as long as others."""
    steps = sorted(later - earlier for earlier, later in pairwise(sorted(pictures.stamps)) if later > earlier)
    usual = steps[len(steps) // 2] if steps else 0.0
    return pictures.end - pictures.last_step + (pictures.last_step if pictures.last_step > usual / 2 else usual)


def _note(track: _Track, packet: Any, *, keep: bool) -> None:
    at = float((packet.pts if packet.pts is not None else packet.dts) * packet.time_base)
    lasts = float(packet.duration * packet.time_base) if packet.duration else 0.0
    if keep and len(track.stamps) < _STAMPS_WANTED:
        track.stamps.append(at)
    if at > track.end - track.last_step and track.end > float("-inf") and not lasts:
        lasts = track.last_step or at - track.start
    track.start = min(track.start, at)
    if at + lasts > track.end:
        track.end, track.last_step = at + lasts, lasts


def _start(container: InputContainer, tracks: dict[int, _Track]) -> float:
    said: int | None = container.start_time
    if said is not None:
        return said / av.time_base
    return min((track.start for track in tracks.values() if track.start < float("inf")), default=0.0)


def _stated_start(stream: Any) -> float:
    return float((stream.start_time or 0) * stream.time_base)


def _stated_end(path: Path, stream: Any) -> float:
    return _stated_start(stream) + float((stream.duration or 0) * stream.time_base) - _lost_seconds(path, stream)


def _lost_seconds(path: Path, stream: Any) -> float:
    """How much of the end an index promises that the file does not hold: it was cut off after its index."""
    size, entries = path.stat().st_size, stream.index_entries
    if not len(entries):
        return 0.0
    last = len(entries) - 1
    position = last
    while position >= 0 and entries[position].pos + entries[position].size > size:
        position -= 1
    kept = entries[max(position, 0)].timestamp
    return float((entries[last].timestamp - kept) * stream.time_base)
