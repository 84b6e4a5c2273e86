"""Subtitles inside a video become WebVTT files, and playlists that point to them."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pycountry

from bouquet.capabilities.media.engine.ffmpeg import PRIVATE, FfmpegFailed, reading, run
from bouquet.capabilities.media.engine.packaging import CAPTIONS_LIST
from bouquet.capabilities.media.engine.probes import Probe, TextStream
from bouquet.capabilities.media.engine.probing import opened
from bouquet.capabilities.media.engine.segments import write_whole

NO_LANGUAGE: Final = "und"


@dataclass(frozen=True)
class CaptionFile:
    """`language` is a BCP 47 tag, `und` when the video does not say; `label` is its title, or the language's name."""

    language: str
    label: str
    file: Path


def captions(source: Path, probe: Probe, out: Path) -> tuple[CaptionFile, ...]:
    """Writes `captions/fr.vtt` for each text track that holds cues. Tracks that cannot be read are left out."""
    folder = out / "captions"
    made: list[CaptionFile] = []
    for stream in probe.texts:
        language = stream.language or NO_LANGUAGE
        same = sum(1 for caption in made if caption.language == language)
        name = f"{language}.vtt" if not same else f"{language}-{same + 1}.vtt"
        folder.mkdir(parents=True, exist_ok=True)
        if _written(source, probe, stream, folder / name):
            made.append(CaptionFile(language, stream.title or _name_of(language), folder / name))
    if made:
        list_captions(out, made, probe.duration_seconds)
    return tuple(made)


def list_captions(out: Path, files: Sequence[CaptionFile], duration_seconds: float) -> None:
    """Makes captions known to the master playlist, which is to be written again afterwards.

    Also for files a member adds later: `files` is the whole list, each below `out/captions`.
    """
    entries = []
    for caption in files:
        playlist = caption.file.with_suffix(".m3u8")
        lines = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{max(1, round(duration_seconds))}"]
        lines += ["#EXT-X-PLAYLIST-TYPE:VOD", f"#EXTINF:{duration_seconds:.3f},", caption.file.name, "#EXT-X-ENDLIST"]
        write_whole(playlist, "\n".join(lines) + "\n")
        entries.append({"language": caption.language, "label": caption.label, "playlist": playlist.name})
    write_whole(out / "captions" / CAPTIONS_LIST, json.dumps(entries, ensure_ascii=False))


def clock_time(seconds: float) -> str:
    """A WebVTT timestamp: `00:01:02.500` (W3C WebVTT §4.1)."""
    thousandths = max(0, round(seconds * 1000))
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"


def _written(source: Path, probe: Probe, stream: TextStream, target: Path) -> bool:
    if stream.codec == "raw_text":
        cues = _raw_cues(source, probe, stream)
        target.write_text("WEBVTT\n\n" + "\n\n".join(cues) + "\n", encoding="utf-8")
    else:
        try:
            run(
                [
                    *reading(source),
                    "-map",
                    f"0:{stream.index}",
                    *PRIVATE,
                    "-c:s",
                    "webvtt",
                    "-f",
                    "webvtt",
                    f"file:{target}",
                ]
            )
        except FfmpegFailed:
            target.unlink(missing_ok=True)
            return False
    if " --> " in target.read_text(encoding="utf-8", errors="replace"):
        return True
    target.unlink()
    return False


def _raw_cues(source: Path, probe: Probe, stream: TextStream) -> list[str]:
    """Cue texts that ffmpeg has no name for (Matroska S_TEXT/WEBVTT), as they are; markup included, it is WebVTT's."""
    cues = []
    with closing(opened(source)) as container:
        for packet in container.demux(container.streams[stream.index]):
            if packet.size and packet.pts is not None and packet.time_base is not None:
                start = float(packet.pts * packet.time_base) - probe.start_seconds
                end = start + float((packet.duration or 0) * packet.time_base)
                text = bytes(packet).decode("utf-8", "replace").replace("-->", "→").strip()
                lines = "\n".join(line for line in text.splitlines() if line.strip())
                if lines and end > start:
                    cues.append(f"{clock_time(start)} --> {clock_time(end)}\n{lines}")
    return cues


def _name_of(language: str) -> str:
    """A language's name in English where it is known: pages show their own, players only have this one."""
    found = pycountry.languages.get(alpha_2=language.split("-")[0])
    return str(found.name) if found else language
