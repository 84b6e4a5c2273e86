"""The original, to download, without what it says of the person who filmed: place, device, dates, private tracks."""

from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, FfmpegFailed, reading, run
from bouquet.capabilities.media.engine.packaging import download_file, existing_rungs, language_tags
from bouquet.capabilities.media.engine.probes import Probe

# Cameras write place, model and lens into the coded pictures themselves: AVCHD's MDPM and others in H.264 and H.265
# SEI messages (NAL types 6; 39 and 40), without which every decoder works.
_INSIDE_PICTURES: Final = {"h264": "filter_units=remove_types=6", "hevc": "filter_units=remove_types=39|40"}
_CLEAN_CODECS: Final = {
    *("vp8", "vp9", "libdav1d", "av1", "h264", "hevc", "h263", "mpeg1video", "theora", "vp6f", "wmv1", "wmv2", "wmv3"),
    "vc1",
}
_SOUND_IN_MP4: Final = {"aac", "mp3", "mp3float", "ac3", "eac3", "alac", "opus", "libopus", "flac"}
_SOUND_IN_WEBM: Final = {"opus", "libopus", "vorbis", "libvorbis"}


def stripped_original(source: Path, probe: Probe, out: Path) -> Path:
    """Copies pictures and sound as they are into a clean container, `download/original.mp4`, `.webm` or `.mkv`.

    Where that is not possible, or the coding may itself hold tags (each picture of a camera's MJPEG is a JPEG), it
    is the best rendition instead, which must then exist (FileNotFoundError).
    """
    if probe.video_codec in _CLEAN_CODECS:
        suffix = _container(probe)
        target = out / "download" / f"original.{suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        making = target.with_name(f".original.{suffix}")
        try:
            run(_arguments(source, probe, making, suffix))
            making.replace(target)
            return target
        except FfmpegFailed:
            making.unlink(missing_ok=True)
    rungs = existing_rungs(out, probe)
    if not rungs:
        raise FileNotFoundError("no rendition to stand for the original")
    return download_file(out, probe, rungs[-1])


def _container(probe: Probe) -> str:
    codecs = {stream.codec for stream in probe.audible}
    if probe.video_codec in ("h264", "hevc", "libdav1d", "av1") and codecs <= _SOUND_IN_MP4:
        return "mp4"
    if "matroska" in probe.container and probe.video_codec in ("vp8", "vp9", "libdav1d") and codecs <= _SOUND_IN_WEBM:
        return "webm"
    return "mkv"


def _arguments(source: Path, probe: Probe, target: Path, suffix: str) -> list[str]:
    maps = [word for index in (probe.video_index, *(s.index for s in probe.audible)) for word in ("-map", f"0:{index}")]
    inside = _INSIDE_PICTURES.get(probe.video_codec)
    no_tags = ("-map_metadata:g", "-1", "-map_metadata:s", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
    return [
        *reading(source, "-fflags", "+genpts"),
        *(*maps, "-c", "copy", *(("-bsf:v", inside) if inside else ())),
        *(*no_tags, *BITEXACT, *language_tags(probe.audible)),
        *(("-movflags", "+faststart") if suffix == "mp4" else ()),
        *("-f", {"mp4": "mp4", "webm": "webm", "mkv": "matroska"}[suffix], f"file:{target}"),
    ]
