"""Finds pictures worth showing before a video plays, and makes them in the sizes pages need."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageFilter, ImageOps, ImageStat

from bouquet.capabilities.media.engine import filters
from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, PRIVATE, THREADS, FfmpegFailed, reading, run
from bouquet.capabilities.media.engine.probes import Probe

SIZES: Final = (320, 640, 1280)
_LONG_SIDE: Final = 1280
_KEYFRAMES_ONLY: Final = ("-noautorotate", "-threads", "1", "-skip_frame", "nokey", "-noaccurate_seek")
# With fewer different keyframes than this there is no choice; a short video is then decoded whole.
_ENOUGH: Final = 3
_DECODED_WHOLE_SECONDS: Final = 60
_JPEG_QUALITY: Final = "3"


@dataclass(frozen=True)
class PosterCandidate:
    """A picture of the video at `seconds`; `score` is 0 to 1, higher is better."""

    file: Path
    seconds: float
    score: float


def posters(source: Path, probe: Probe, out: Path, *, count: int = 5) -> tuple[PosterCandidate, ...]:
    """Takes up to `count` pictures spread through the video into `out/poster`, best first; always at least one.

    Near each moment the keyframe before it is taken: nothing but keyframes is decoded, unless a short video has
    next to none. Raises `FfmpegFailed` when not even the first picture comes out.
    """
    folder = out / "poster"
    folder.mkdir(parents=True, exist_ok=True)
    moments = [probe.duration_seconds * (number + 0.5) / count for number in range(count)]
    files = [folder / f"candidate_{number + 1}.jpg" for number in range(count)]
    for old in files:
        old.unlink(missing_ok=True)
    with suppress(FfmpegFailed):
        _take_keyframes(source, probe, dict(zip(files, moments, strict=True)))
    taken = _different(files)
    if len(taken) < _ENOUGH and probe.duration_seconds <= _DECODED_WHOLE_SECONDS:
        _take_all(source, probe, folder, count)
        taken = _different(files)
    found = [PosterCandidate(file, moments[files.index(file)], score(file)) for file in taken]
    if not found:
        raise FfmpegFailed("no picture could be taken")
    return tuple(sorted(found, key=lambda candidate: -candidate.score))


def score(image: Path) -> float:
    """How good a poster a picture makes, 0 to 1: sharp, contrasted, colourful, neither dark nor burnt, not a fade."""
    with Image.open(image) as opened:
        small = opened.convert("RGB")
        small.thumbnail((320, 320))
    grey = small.convert("L")
    light = ImageStat.Stat(grey)
    mean, spread = light.mean[0], light.stddev[0]
    edges = ImageStat.Stat(grey.filter(ImageFilter.FIND_EDGES)).stddev[0]
    colour = ImageStat.Stat(small.convert("HSV").getchannel("S")).mean[0]
    exposure = max(0.0, 1 - abs(mean - 115) / 115)
    parts = (min(1.0, edges / 45), min(1.0, spread / 60), min(1.0, colour / 110), exposure)
    weighted = 0.35 * parts[0] + 0.25 * parts[1] + 0.2 * parts[2] + 0.2 * parts[3]
    # One flat colour is a fade or a title card at best, whatever its exposure.
    return round(weighted * min(1.0, spread / 12), 4)


def poster_sizes(image: Path, out: Path) -> dict[str, Path]:
    """Writes `320.webp`, `640.webp`, `1280.webp` and the same in JPEG into `out`; never larger than the picture.

    Keys are `320.webp` and so on. Nothing of the picture's own tags (Exif) is kept; its Exif turn is applied.
    """
    out.mkdir(parents=True, exist_ok=True)
    made: dict[str, Path] = {}
    with Image.open(image) as opened:
        upright = _upright(opened).convert("RGB")
    for width in SIZES:
        copy = Image.new("RGB", upright.size)
        copy.paste(upright)
        copy.thumbnail((width, width * 4), Image.Resampling.LANCZOS)
        webp, jpeg = out / f"{width}.webp", out / f"{width}.jpg"
        copy.save(webp, quality=80, method=4)
        copy.save(jpeg, quality=82, optimize=True)
        made |= {webp.name: webp, jpeg.name: jpeg}
    return made


def _upright(image: Image.Image) -> Image.Image:
    return ImageOps.exif_transpose(image) or image


def _take_keyframes(source: Path, probe: Probe, wanted: dict[Path, float]) -> None:
    """The pictures at the last keyframe before each moment, in one run: starting ffmpeg costs more than a picture."""
    inputs = [word for at in wanted.values() for word in reading(source, *_KEYFRAMES_ONLY, "-ss", f"{at:.3f}")]
    outputs = [
        word
        for number, file in enumerate(wanted)
        for word in (*_drawn(probe, number), "-frames:v", "1", "-update", "1", f"file:{file}")
    ]
    run([*inputs, *outputs])


def _take_all(source: Path, probe: Probe, folder: Path, count: int) -> None:
    """One picture in the middle of each of `count` equal stretches, decoding the whole: for files of few keyframes."""
    every = max(probe.duration_seconds / count, 1 / probe.fps)
    picked = f"select=gte(t\\,{every / 2:.6f}+selected_n*{every:.6f}-0.0005)"
    into = ("-frames:v", str(count), f"file:{folder}/candidate_%d.jpg")
    run([*reading(source, "-noautorotate", "-threads", str(THREADS)), *_drawn(probe, 0, picked), *into])


def _drawn(probe: Probe, number: int, *timing: str) -> list[str]:
    """The arguments that draw upright JPEG pictures of input `number` in the colours JPEG expects."""
    scale = min(1.0, _LONG_SIDE / max(probe.width, probe.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (probe.width, probe.height))
    chain = filters.picture_chain(probe, width, height, timing=timing)
    chain += ",scale=out_range=pc:out_color_matrix=smpte170m,format=yuvj420p"
    return [
        *(
            "-map",
            f"{number}:{probe.video_index}",
            "-vf",
            chain,
            "-c:v",
            "mjpeg",
            "-threads:v",
            "1",
            "-q:v",
            _JPEG_QUALITY,
        ),
        *(*PRIVATE, *BITEXACT, "-fps_mode", "passthrough", "-f", "image2"),
    ]


def _different(files: Sequence[Path]) -> list[Path]:
    """Those that exist, without any that shows the very same picture as one before."""
    kept: list[Path] = []
    seen: set[bytes] = set()
    for file in files:
        content = file.read_bytes() if file.exists() else b""
        if content in seen or not content:
            file.unlink(missing_ok=True)
        else:
            seen.add(content)
            kept.append(file)
    return kept
