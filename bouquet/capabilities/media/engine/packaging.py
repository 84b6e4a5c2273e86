"""The master playlist (RFC 8216, HLS version 7) over what rungs, sounds and captions exist, and whole files to keep."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from bouquet.capabilities.media.engine import boxes, segments
from bouquet.capabilities.media.engine.ffmpeg import BITEXACT, PRIVATE, run
from bouquet.capabilities.media.engine.ladder import Rung, ladder
from bouquet.capabilities.media.engine.languages import three_letters
from bouquet.capabilities.media.engine.probes import AudioStream, Probe
from bouquet.capabilities.media.engine.segments import PLAYLIST, write_whole

MASTER: Final = "master.m3u8"
CAPTIONS_LIST: Final = "captions.json"
_SOUND_CODEC: Final = "mp4a.40.2"
_GROUP: Final = "sound"
_CAPTIONS_GROUP: Final = "captions"


@dataclass(frozen=True)
class Rates:
    """Bits per second of one track: of its densest segment, and on average."""

    peak: int
    average: int


def write_master(out: Path, probe: Probe) -> Path:
    """Writes `master.m3u8` over the rungs that exist below `out` now, and returns it. Addresses are relative.

    Written again whenever a rung or a caption arrives; players that hold the old one keep playing.
    """
    rungs, sounds = existing_rungs(out, probe), _sounds(out, probe)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"]
    lines += [_sound_line(stream, folder.name, folder is sounds[0][0]) for folder, stream in sounds]
    captions = _caption_lines(out)
    lines += captions
    sound = max((_rates(folder) for folder, _ in sounds), key=lambda rates: rates.peak, default=Rates(0, 0))
    for rung in rungs:
        lines += _rung_lines(out / rung.folder, probe, sound, has_sound=bool(sounds), has_captions=bool(captions))
    master = out / MASTER
    write_whole(master, "\n".join(lines) + "\n")
    return master


def existing_rungs(out: Path, probe: Probe) -> tuple[Rung, ...]:
    """The rungs of the ladder whose playlist is there, smallest first."""
    return tuple(rung for rung in ladder(probe) if (out / rung.folder / PLAYLIST).exists())


def download_file(out: Path, probe: Probe, rung: Rung) -> Path:
    """One MP4 of a rung with all its sound, to download: nothing is encoded again, the index comes first.

    Made at the first call, `download/480p.mp4`. Raises FileNotFoundError when the rung does not exist.
    """
    target = out / "download" / f"{rung.name}.mp4"
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    sounds = _sounds(out, probe)
    folders = [out / rung.folder, *(folder for folder, _ in sounds)]
    parts = [target.with_name(f".{rung.name}-{folder.name}.mp4") for folder in folders]
    making = target.with_name(f".{rung.name}-whole.mp4")
    try:
        for folder, part in zip(folders, parts, strict=True):
            segments.write_together(folder, part)
        inputs = [word for part in parts for word in ("-i", f"file:{part}")]
        maps = [word for number in range(len(parts)) for word in ("-map", f"{number}:0")]
        tags = language_tags([stream for _, stream in sounds])
        into = ("-movflags", "+faststart", "-f", "mp4", f"file:{making}")
        run([*inputs, *maps, "-c", "copy", *PRIVATE, *BITEXACT, *tags, *into])
        making.replace(target)
    finally:
        for left in (*parts, making):
            left.unlink(missing_ok=True)
    return target


def language_tags(streams: Sequence[AudioStream]) -> list[str]:
    """The arguments that give the sound tracks of a file their languages again: the only tags that are kept."""
    languages = [(number, stream.language) for number, stream in enumerate(streams) if stream.language]
    return [word for n, code in languages for word in (f"-metadata:s:a:{n}", f"language={three_letters(code)}")]


def _sounds(out: Path, probe: Probe) -> list[tuple[Path, AudioStream]]:
    """The sound tracks that exist, with what the source said of each."""
    folders = [(out / f"a{number}", stream) for number, stream in enumerate(probe.audible)]
    return [(folder, stream) for folder, stream in folders if (folder / PLAYLIST).exists()]


def _sound_line(stream: AudioStream, folder: str, is_first: bool) -> str:
    name = stream.title or stream.language or folder
    language = f'LANGUAGE="{stream.language}",' if stream.language else ""
    chosen = "YES" if is_first else "NO"
    return (
        f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{_GROUP}",{language}NAME="{_quoted(name)}",'
        f'DEFAULT={chosen},AUTOSELECT=YES,CHANNELS="2",URI="{folder}/{PLAYLIST}"'
    )


def _caption_lines(out: Path) -> list[str]:
    listed = out / "captions" / CAPTIONS_LIST
    if not listed.exists():
        return []
    return [
        f'#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="{_CAPTIONS_GROUP}",'
        + (f'LANGUAGE="{entry["language"]}",' if entry["language"] != "und" else "")
        + f'NAME="{_quoted(entry["label"])}",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="captions/{entry["playlist"]}"'
        for entry in json.loads(listed.read_text(encoding="utf-8"))
    ]


def _rung_lines(folder: Path, probe: Probe, sound: Rates, *, has_sound: bool, has_captions: bool) -> list[str]:
    entry = boxes.video_entry((folder / segments.INIT).read_bytes())
    if entry is None:
        raise ValueError(f"{folder.name} holds no H.264")
    rates = _rates(folder)
    codecs = f"{entry.codec},{_SOUND_CODEC}" if has_sound else entry.codec
    line = (
        f"#EXT-X-STREAM-INF:BANDWIDTH={rates.peak + sound.peak},AVERAGE-BANDWIDTH={rates.average + sound.average},"
        f'CODECS="{codecs}",RESOLUTION={entry.width}x{entry.height},FRAME-RATE={probe.fps:.3f}'
    )
    line += f',AUDIO="{_GROUP}"' if has_sound else ""
    line += f',SUBTITLES="{_CAPTIONS_GROUP}"' if has_captions else ""
    return [line + ",CLOSED-CAPTIONS=NONE", f"{folder.name}/{PLAYLIST}"]


def _rates(folder: Path) -> Rates:
    listed = segments.read_playlist(folder)
    sizes = [((folder / segment.name).stat().st_size * 8, segment.seconds) for segment in listed]
    total = sum(seconds for _, seconds in sizes) or 1.0
    # A last segment of a few frames has a dear keyframe and hardly any time: it says nothing of the line needed.
    dense = [bits / seconds for bits, seconds in sizes if seconds >= 1 or len(sizes) == 1]
    average = sum(bits for bits, _ in sizes) / total
    return Rates(ceil(max([average, *dense])), ceil(average))


def _quoted(text: str) -> str:
    """A quoted string may hold neither quotes nor line breaks (RFC 8216 §4.2)."""
    return "".join(" " if char in '"\r\n' else char for char in text).strip() or "-"
