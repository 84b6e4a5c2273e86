"""Long videos are cut into pieces that are transcoded apart, on as many workers as there are, and joined again."""

import math
import os
import shutil
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av

from bouquet.capabilities.media.engine import encoding, filters, segments
from bouquet.capabilities.media.engine.ladder import ladder
from bouquet.capabilities.media.engine.made import Made, OnProgress
from bouquet.capabilities.media.engine.packaging import write_master
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.probing import opened
from bouquet.capabilities.media.engine.segments import Segment
from bouquet.capabilities.media.engine.transcoding import encode_rungs, telling, workshop

WORTH_CUTTING_SECONDS: Final = 180
# Containers that know where each keyframe is. In the others ffmpeg may land behind the one it was sent to, because
# pictures are stored earlier than they show: it is sent to a place well before.
_INDEXED: Final = ("mp4", "matroska")
_SOUGHT_EARLIER_SECONDS: Final = 1.5
_MOST_SEGMENTS_ASIDE: Final = 4


@dataclass(frozen=True)
class Piece:
    """A stretch of the video: whole segments, whose first begins soon after a keyframe of the source.

    `first_frame` and `frames` count the pictures of the renditions; `keyframe_seconds` is where decoding begins.
    """

    index: int
    start_seconds: float
    end_seconds: float
    first_frame: int
    frames: int
    keyframe_seconds: float

    def to_dict(self) -> dict[str, float | int]:
        """Plain values, for JSON: `Piece(**values)` reads them back."""
        return asdict(self)


def pieces(source: Path, probe: Probe, *, target_seconds: float = 60) -> tuple[Piece, ...]:
    """How to cut a video for several workers; empty when it is short or has one rung only, and is made whole.

    A cut falls on a segment boundary, so that all rungs keep the same segments, and on the boundary where the
    keyframe before it is nearest, so that little is decoded twice.
    """
    if probe.duration_seconds < WORTH_CUTTING_SECONDS or len(ladder(probe)) < 2:
        return ()
    return cut(probe, _keyframes(source, probe), target_seconds=target_seconds)


def cut(probe: Probe, keyframes: Sequence[float], *, target_seconds: float) -> tuple[Piece, ...]:
    """The pieces, each about `target_seconds` long and a segment at least; one of all when that is longer.

    `keyframes` are moments of the source in seconds, in order. Raises ValueError where `target_seconds` is no length.
    """
    if not 0 < target_seconds < math.inf:
        raise ValueError(f"target_seconds is {target_seconds}: pieces have a length above zero")
    group = encoding.frames_per_segment(probe)
    total = probe.frames
    segments_each = max(1, round(Fraction(target_seconds) * probe.rate / group))
    each = segments_each * group
    # Never further than half a piece from where the cut was wanted: cuts stay in order and the last piece has pictures.
    reach = min(_MOST_SEGMENTS_ASIDE, segments_each // 2)
    starts = [0]
    while total - starts[-1] > each * 3 // 2:
        starts.append(_best_cut(starts[-1] + each, reach, group, probe.rate, keyframes))
    ends = [*starts[1:], total]
    return tuple(
        Piece(
            index=index,
            start_seconds=float(first / probe.rate),
            end_seconds=float(end / probe.rate),
            first_frame=first,
            frames=end - first,
            keyframe_seconds=_keyframe_before(float(first / probe.rate), keyframes) if first else 0.0,
        )
        for index, (first, end) in enumerate(zip(starts, ends, strict=True))
    )


def transcode_piece(
    source: Path, probe: Probe, piece: Piece, out_dir: Path, *, on_progress: OnProgress | None = None
) -> Made:
    """Makes every rung but the smallest of one piece below `out_dir`, numbered and timed as in the whole video.

    Sound is made once for the whole video by `first_rung`, so no seam can be heard. May run twice.
    """
    rungs = ladder(probe)[1:]
    group = encoding.frames_per_segment(probe)
    start = Fraction(piece.first_frame) / probe.rate
    sought = piece.keyframe_seconds
    if not any(kind in probe.container for kind in _INDEXED):
        sought = max(0.0, sought - _SOUGHT_EARLIER_SECONDS)
    lead = float(start) - sought
    seeking = ["-noaccurate_seek", "-ss", f"{sought:.6f}"] if piece.first_frame else []
    lines: tuple[Segment, ...] = ()
    with workshop(out_dir, "piece") as shop:
        made = encode_rungs(
            source,
            probe,
            rungs,
            shop,
            telling(piece.frames / probe.fps, on_progress),
            seeking=seeking,
            timing=filters.piece_timing(probe, lead if piece.first_frame else 0.0, piece.frames),
        )
        for rung, fragmented in zip(rungs, made, strict=True):
            number = piece.first_frame // group + 1
            lines = segments.cut(fragmented, out_dir / rung.folder, first_number=number, start=start)
    seconds = sum(segment.seconds for segment in lines)
    written = sum(file.stat().st_size for rung in rungs for file in (out_dir / rung.folder).iterdir())
    return Made(rungs, 0, seconds, round(seconds * probe.rate), written)


def join(pieces_dirs: Sequence[Path], probe: Probe, out: Path) -> Made:
    """Puts the segments of all pieces, in order, into the rungs of `out`, and rewrites the master playlist.

    Segments are linked where the disk allows, else copied, and the pieces stay: joining may be repeated. What a
    damaged source did not give to the first rung is left out of the others too.
    """
    rungs = ladder(probe)[1:]
    heard = sum(segment.seconds for segment in segments.read_playlist(out / ladder(probe)[0].folder))
    lines: tuple[Segment, ...] = ()
    for rung in rungs:
        making = out / f".{rung.folder}.joining"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        lines = _joined([folder / rung.folder for folder in pieces_dirs], making, heard)
        segments.write_playlist(making, lines)
        segments.replace_folder(making, out / rung.folder)
    seconds = sum(segment.seconds for segment in lines)
    written = sum(file.stat().st_size for rung in rungs for file in (out / rung.folder).iterdir())
    return Made(rungs, 0, seconds, round(seconds * probe.rate), written, write_master(out, probe), probe.warnings)


def _joined(folders: Sequence[Path], target: Path, until_seconds: float) -> tuple[Segment, ...]:
    joined: list[Segment] = []
    seconds, init, head = 0.0, "", b""
    for index, folder in enumerate(folders):
        if (folder / segments.INIT).read_bytes() != head:
            # Another machine may run another x264: its pieces then bring a header of their own.
            init = segments.INIT if not head else f"init_{index:05d}.mp4"
            head = (folder / segments.INIT).read_bytes()
            _place(folder / segments.INIT, target / init)
        for segment in segments.read_playlist(folder):
            if seconds >= until_seconds - 0.01:
                return tuple(joined)
            _place(folder / segment.name, target / segment.name)
            joined.append(Segment(segment.name, segment.seconds, init))
            seconds += segment.seconds
    return tuple(joined)


def _place(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def _keyframes(source: Path, probe: Probe) -> list[float]:
    """When the keyframes of the source show, in seconds from its first timestamp. Reads packets, decodes nothing."""
    found = []
    with closing(opened(source)) as container:
        stream = container.streams[probe.video_index]
        try:
            for packet in container.demux(stream):
                if packet.is_keyframe and packet.pts is not None and packet.time_base is not None:
                    found.append(float(packet.pts * packet.time_base) - probe.start_seconds)
        except av.FFmpegError:
            pass
    return sorted(found)


def _best_cut(wanted: int, reach: int, group: int, rate: Fraction, keyframes: Sequence[float]) -> int:
    """The segment boundary within `reach` of `wanted` whose keyframe is nearest before it."""

    def waste(frame: int) -> float:
        at = float(frame / rate)
        return at - _keyframe_before(at, keyframes)

    around = sorted(range(-reach, reach + 1), key=abs)
    return min((wanted + step * group for step in around), key=waste)


def _keyframe_before(seconds: float, keyframes: Sequence[float]) -> float:
    position = bisect_right(keyframes, seconds + 0.0005)
    return keyframes[position - 1] if position else 0.0
