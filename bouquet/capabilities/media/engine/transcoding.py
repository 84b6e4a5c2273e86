"""Makes the renditions: the smallest rung with all the sound first, then every other rung from one decode."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine import encoding, filters, loudness, refusals, segments
from bouquet.capabilities.media.engine.ffmpeg import THREADS, FfmpegFailed, reading, run
from bouquet.capabilities.media.engine.ladder import Rung, ladder
from bouquet.capabilities.media.engine.made import Made, OnProgress, Progress
from bouquet.capabilities.media.engine.packaging import write_master
from bouquet.capabilities.media.engine.probes import Probe
from bouquet.capabilities.media.engine.refusals import Refused
from bouquet.capabilities.media.engine.segments import Segment

__all__ = ["Made", "OnProgress", "Progress", "encode_rungs", "first_rung", "rest_of_ladder"]

# Measuring loudness reads the sound alone: about this share of the time of the first rung.
_MEASURING_SHARE: Final = 0.1
# Pictures no other picture is made from need no smoothing before they are shrunk: nothing drifts, a tenth is saved.
_LIGHT_DECODING: Final = ("-skip_loop_filter", "noref")
# A rendition this much shorter than the file promised means that some of it did not decode.
_LOST_SECONDS: Final = 0.5


def first_rung(source: Path, probe: Probe, out: Path, *, on_progress: OnProgress | None = None) -> Made:
    """Makes the smallest rung and every sound track below `out`, with a master playlist: playable on its own.

    What `on_progress` raises cancels the work and comes out of here; nothing half made stays. May run twice.
    Raises `Refused("damaged")` when nothing decodes, `FfmpegStalled` when ffmpeg hangs.
    """
    tell = telling(probe.duration_seconds, on_progress)
    levels = loudness.measure(source, probe, on_seconds=lambda seconds: tell(seconds * _MEASURING_SHARE))
    rung = ladder(probe)[0]

    def later(seconds: float) -> None:
        tell(probe.duration_seconds * _MEASURING_SHARE + seconds * (1 - _MEASURING_SHARE))

    with workshop(out, rung.folder) as shop:
        sounds = [shop / f"a{number}.mp4" for number in range(len(levels))]
        outputs = [part for n, target in enumerate(sounds) for part in encoding.sound_output(n, target)]
        graph = "".join(
            f";[0:{stream.index}]{filters.sound_chain(probe, level.gain_db, level.needs_limiter)}[a{number}]"
            for number, (stream, level) in enumerate(zip(probe.audible, levels, strict=True))
        )
        made = encode_rungs(
            source, probe, [rung], shop, later, seeking=_LIGHT_DECODING, more_graph=graph, more_outputs=outputs
        )
        tracks = [segments.cut(target, out / target.stem) for target in sounds if _holds_something(target)]
        lines = segments.cut(made[0], out / rung.folder)
    return _made(probe, out, (rung,), lines, len(tracks))


def rest_of_ladder(source: Path, probe: Probe, out: Path, *, on_progress: OnProgress | None = None) -> Made:
    """Makes every rung but the smallest from one decode, and rewrites the master playlist with all that exist.

    Cancelled and repeated like `first_rung`. A ladder of one rung has no rest: the master is simply written again.
    """
    tell = telling(probe.duration_seconds, on_progress)
    rungs = ladder(probe)[1:]
    lines: tuple[Segment, ...] = ()
    if rungs:
        with workshop(out, "rest") as shop:
            for rung, made in zip(rungs, encode_rungs(source, probe, rungs, shop, tell), strict=True):
                lines = segments.cut(made, out / rung.folder)
    return _made(probe, out, rungs, lines or segments.read_playlist(out / ladder(probe)[0].folder), 0)


def encode_rungs(
    source: Path,
    probe: Probe,
    rungs: Sequence[Rung],
    shop: Path,
    tell: Callable[[float], None],
    *,
    seeking: Sequence[str] = (),
    timing: Sequence[str] | None = None,
    more_graph: str = "",
    more_outputs: Sequence[str] = (),
) -> list[Path]:
    """Runs ffmpeg once: one fragmented file per rung in `shop`, beside whatever `more_outputs` says.

    Raises `Refused("damaged")` when not a single picture came out of it.
    """
    targets = [shop / f"{rung.folder}.mp4" for rung in rungs]
    timing = filters.even_timing(probe) if timing is None else timing
    graph = filters.rungs_graph(probe, f"0:{probe.video_index}", rungs, timing) + more_graph
    opening = ("-noautorotate", "-threads", str(THREADS), *seeking)
    outputs = [
        word
        for rung, target in zip(rungs, targets, strict=True)
        for word in encoding.video_output(probe, rung, target, beside=len(rungs))
    ]
    outputs += [*more_outputs, *encoding.every_stream(probe)]
    try:
        run([*reading(source, *opening), "-filter_complex", graph, *outputs], on_seconds=tell)
    except FfmpegFailed as failed:
        if not all(_holds_something(target) for target in targets):
            raise Refused(refusals.DAMAGED) from failed
    if not all(_holds_something(target) for target in targets):
        raise Refused(refusals.DAMAGED)
    return targets


@contextmanager
def workshop(out: Path, name: str) -> Iterator[Path]:
    """A folder for unfinished files, gone at the end whatever happens."""
    shop = out / f".making-{name}"
    shutil.rmtree(shop, ignore_errors=True)
    shop.mkdir(parents=True)
    try:
        yield shop
    finally:
        shutil.rmtree(shop, ignore_errors=True)


def _holds_something(fragmented: Path) -> bool:
    """Whether at least one whole fragment was written."""
    return fragmented.exists() and segments.count_fragments(fragmented) > 0


def _made(probe: Probe, out: Path, rungs: tuple[Rung, ...], lines: tuple[Segment, ...], tracks: int) -> Made:
    seconds = sum(segment.seconds for segment in lines)
    warnings = probe.warnings
    if seconds < probe.duration_seconds - _LOST_SECONDS and refusals.PARTLY_DAMAGED not in warnings:
        warnings += (refusals.PARTLY_DAMAGED,)
    if len(probe.audible) > tracks > 0 and refusals.SOUND_UNREADABLE not in warnings:
        warnings += (refusals.SOUND_UNREADABLE,)
    return Made(
        rungs=rungs,
        audio_tracks=tracks,
        duration_seconds=seconds,
        frames=round(seconds * probe.rate),
        bytes_written=sum(file.stat().st_size for rung in rungs for file in (out / rung.folder).iterdir()),
        master=write_master(out, probe),
        warnings=warnings,
    )


def telling(total_seconds: float, on_progress: OnProgress | None) -> Callable[[float], None]:
    """A listener for ffmpeg's seconds that speaks of `total_seconds`."""

    def tell(seconds: float) -> None:
        if on_progress is not None:
            on_progress(Progress(min(seconds, total_seconds), total_seconds))

    return tell
