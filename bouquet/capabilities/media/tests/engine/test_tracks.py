"""Languages, subtitles and chapters of a video stay with it; its sounds stay in step with its pictures."""

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from bouquet.capabilities.media.engine.captions import captions
from bouquet.capabilities.media.engine.ffmpeg import run
from bouquet.capabilities.media.engine.loudness import TARGET_LUFS, measure
from bouquet.capabilities.media.engine.packaging import download_file, write_master
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.engine.segments import PLAYLIST
from bouquet.capabilities.media.engine.transcoding import first_rung, rest_of_ladder
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.publishing import Published
from bouquet.capabilities.media.tests.engine.reading import sound

SUBTITLES = "1\n00:00:00,500 --> 00:00:01,500\nBonjour <i>à tous</i>\n\n2\n00:00:01,600 --> 00:00:01,900\nAu revoir\n"
CHAPTERS = ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=Début\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds with French and English sound, one louder than the other, French subtitles and a chapter."""
    (tmp_path / "s.srt").write_text(SUBTITLES)
    (tmp_path / "c.txt").write_text(CHAPTERS)
    source = tmp_path / "film.mkv"
    picture = made_video(tmp_path / "picture.mp4", size="480x360", seconds=3)
    run(
        [
            *("-i", f"file:{picture}", "-f", "lavfi", "-i", "sine=frequency=440:duration=3,volume=-20dB"),
            *("-f", "lavfi", "-i", "sine=frequency=880:duration=3,volume=3dB"),
            *("-i", f"file:{tmp_path / 's.srt'}", "-i", f"file:{tmp_path / 'c.txt'}"),
            *("-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:s", "-map_metadata", "4", "-map_chapters", "4"),
            *("-c:v", "copy", "-c:a", "flac", "-c:s", "ass", "-metadata:s:a:0", "language=fre"),
            *("-metadata:s:a:0", "title=Version française", "-metadata:s:a:1", "language=eng"),
            *("-metadata:s:s:0", "language=fre", f"file:{source}"),
        ]
    )
    return source


def test_every_language_is_kept_named_and_as_loud_as_the_others(film: Path, tmp_path: Path) -> None:
    found, out = probe(film), tmp_path / "out"
    assert [(stream.language, stream.title) for stream in found.audio] == [("fr", "Version française"), ("en", "")]
    assert first_rung(film, found, out).audio_tracks == 2
    master = (out / "master.m3u8").read_text()
    assert 'LANGUAGE="fr",NAME="Version française",DEFAULT=YES' in master
    assert 'LANGUAGE="en",NAME="en",DEFAULT=NO' in master
    whole = download_file(out, found, rest_of_ladder(film, found, out).rungs[-1])
    levels = measure(whole, probe(whole))
    assert [level.integrated_lufs for level in levels] == [pytest.approx(TARGET_LUFS, abs=1)] * 2
    assert [stream.language for stream in probe(whole).audio] == ["fr", "en"]


def test_subtitles_and_chapters_inside_a_video_are_kept(film: Path, tmp_path: Path) -> None:
    found, out = probe(film), tmp_path / "out"
    assert [(chapter.start_seconds, chapter.end_seconds, chapter.title) for chapter in found.chapters] == [
        (0, 1, "Début")
    ]
    first_rung(film, found, out)
    (caption,) = captions(film, found, out)
    assert (caption.language, caption.file) == ("fr", out / "captions" / "fr.vtt")
    text = caption.file.read_text()
    assert text.startswith("WEBVTT")
    assert "00:00.500 --> 00:01.500\nBonjour <i>à tous</i>" in text
    master = write_master(out, found).read_text()
    assert 'TYPE=SUBTITLES,GROUP-ID="captions",LANGUAGE="fr"' in master
    assert 'URI="captions/fr.m3u8"' in master
    assert ',SUBTITLES="captions"' in master
    assert "fr.vtt" in (out / "captions" / "fr.m3u8").read_text()


def test_the_captions_of_a_real_matroska_file_are_kept(published: Callable[[str], Published]) -> None:
    video = published("mkv_embedded_vtt_ac3.mkv")
    text = (video.out / "captions" / "und.vtt").read_text()
    assert text == "WEBVTT\n\n00:00:00.000 --> 00:00:01.234\nThis is the first subtitle.\n"
    assert 'TYPE=SUBTITLES,GROUP-ID="captions",NAME=' in (video.out / "master.m3u8").read_text()
    assert sound(video.out / "a0" / PLAYLIST).channels == 2


def test_three_real_chapters_are_kept(published: Callable[[str], Published]) -> None:
    chapters = published("three_chapters.mp4").probe.chapters
    assert [chapter.title for chapter in chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert [chapter.start_seconds for chapter in chapters] == [0, 0.201, 0.8]


@pytest.mark.parametrize("late", ["sound", "picture"])
def test_a_click_is_heard_when_its_flash_is_seen_even_if_one_track_begins_late(late: str, tmp_path: Path) -> None:
    """A white flash and a beep at 1.0 s of each track; one of the tracks begins 0.7 s later than the other."""
    flash = "color=black:size=320x240:rate=25:duration=2,drawbox=color=white:t=fill:enable='between(t,1,1.2)'"
    beep = "aevalsrc=0.5*sin(2*PI*1000*t)*between(t\\,1\\,1.2):duration=2:sample_rate=48000"
    source = tmp_path / "late.mkv"
    offsets = ("0", "0.7") if late == "sound" else ("0.7", "0")
    run(
        [
            *(
                "-itsoffset",
                offsets[0],
                "-f",
                "lavfi",
                "-i",
                flash,
                "-itsoffset",
                offsets[1],
                "-f",
                "lavfi",
                "-i",
                beep,
            ),
            *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "flac", f"file:{source}"),
        ]
    )
    found, out = probe(source), tmp_path / "out"
    whole = download_file(out, found, first_rung(source, found, out).rungs[0])
    seen, heard = _first_light(whole), _first_noise(whole)
    assert seen == pytest.approx(1 + float(offsets[0]), abs=0.041)
    assert heard == pytest.approx(1 + float(offsets[1]), abs=0.012)


def _first_light(path: Path) -> float:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if sum(frame.to_image().convert("L").tobytes()) > 1_000_000:  # type: ignore[no-untyped-call]
                return float(frame.time or 0)
    raise AssertionError("no light")


def _first_noise(path: Path) -> float:
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            levels = memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
            loud = next((number for number, level in enumerate(levels) if abs(level) > 0.05), None)
            if loud is not None:
                return float(frame.time or 0) + loud / float(frame.sample_rate)
    raise AssertionError("no noise")
