"""A video lasts as long as it truly does, whatever its container says or no longer holds."""

from pathlib import Path

import pytest

from bouquet.capabilities.media.engine import segments
from bouquet.capabilities.media.engine.ffmpeg import run
from bouquet.capabilities.media.engine.packaging import download_file
from bouquet.capabilities.media.engine.probing import Refused, probe
from bouquet.capabilities.media.engine.transcoding import first_rung
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.reading import onset, pictures, sound


def filmed(path: Path, *more: str, seconds: float = 6, beep: float = 6) -> Path:
    return made_video(path, *more, seconds=seconds, beep_seconds=beep)


@pytest.mark.parametrize("flags", ["frag_keyframe+empty_moov", "frag_keyframe+delay_moov+default_base_moof"])
def test_a_fragmented_recording_is_as_long_as_its_fragments(flags: str, tmp_path: Path) -> None:
    found = probe(filmed(tmp_path / "recording.mp4", "-g", "25", "-movflags", flags))
    assert found.duration_seconds == pytest.approx(6, abs=0.05)
    assert found.fps == 25
    assert found.warnings == ()


def test_a_file_cut_off_after_its_index_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = filmed(tmp_path / "whole.mp4", "-g", "25", "-movflags", "+faststart").read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) * 6 // 10])
    found = probe(tmp_path / "cut.mp4")
    assert found.warnings == ("partly_damaged",)
    assert 3 < found.duration_seconds < 4.5
    made = first_rung(tmp_path / "cut.mp4", found, tmp_path / "out")
    assert made.duration_seconds == pytest.approx(found.duration_seconds, abs=0.2)
    assert made.warnings == ("partly_damaged",)


@pytest.mark.parametrize("name", ["cut.webm", "cut.mkv", "cut.ts", "cut.avi"])
def test_a_recording_that_was_interrupted_plays_as_far_as_it_goes(name: str, tmp_path: Path) -> None:
    coding = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus") if name.endswith("webm") else ()
    whole = filmed(tmp_path / f"whole-{name}", "-g", "25", *coding).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) * 6 // 10])
    found = probe(tmp_path / name)
    made = first_rung(tmp_path / name, found, tmp_path / "out")
    assert 2.5 < made.duration_seconds < 5
    assert made.duration_seconds == pytest.approx(found.duration_seconds, abs=0.2)


def test_a_webm_that_lost_all_but_its_first_bytes_was_cut_off(tmp_path: Path) -> None:
    coding = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus")
    whole = filmed(tmp_path / "whole.webm", *coding).read_bytes()
    (tmp_path / "cut.webm").write_bytes(whole[:60])
    with pytest.raises(Refused) as refusal:
        probe(tmp_path / "cut.webm")
    assert refusal.value.code == "cut_off"


def test_the_last_picture_stays_while_the_sound_goes_on(tmp_path: Path) -> None:
    source = filmed(tmp_path / "song.mp4", seconds=1, beep=4)
    found = probe(source)
    assert found.duration_seconds == pytest.approx(4, abs=0.05)
    made = first_rung(source, found, tmp_path / "out")
    whole = download_file(tmp_path / "out", found, made.rungs[0])
    assert len(pictures(whole).times) == pytest.approx(100, abs=1)
    assert sound(whole).seconds == pytest.approx(4, abs=0.05)


def test_a_sound_that_ends_early_is_followed_by_silence(tmp_path: Path) -> None:
    source = filmed(tmp_path / "quiet.mp4", seconds=4, beep=1)
    found = probe(source)
    made = first_rung(source, found, tmp_path / "out")
    whole = download_file(tmp_path / "out", found, made.rungs[0])
    assert sound(whole).seconds == pytest.approx(4, abs=0.05)


@pytest.mark.parametrize("second", [0.5, 2.75])
def test_a_sound_is_heard_when_it_was_made_to_three_milliseconds(second: float, tmp_path: Path) -> None:
    """An encoder puts a packet of padding before all sound, 21 ms; an edit list hides it, but not in every player."""
    tone = f"aevalsrc=if(gte(t\\,{second})\\,0.8*sin(2*PI*1000*t)\\,0):s=48000:d=4"
    source = tmp_path / "clap.mkv"
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25:duration=4")
    coding = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "pcm_f32le")
    run([*picture, "-f", "lavfi", "-i", tone, *coding, f"file:{source}"])
    assert onset(source) == pytest.approx(second, abs=0.001)
    found = probe(source)
    made = first_rung(source, found, tmp_path / "out")
    streamed = tmp_path / "streamed.mp4"
    segments.write_together(tmp_path / "out" / "a0", streamed)
    for file in (streamed, download_file(tmp_path / "out", found, made.rungs[0])):
        assert onset(file) == pytest.approx(second, abs=0.003), file.name


def test_a_video_longer_than_allowed_is_refused_with_both_lengths(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        probe(made_video(tmp_path / "long.mp4", seconds=6), limit_seconds=5)
    assert (refusal.value.code, refusal.value.params) == ("too_long", {"seconds": 6.0, "limit_seconds": 5})
