import io
import struct
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.media.engine import boxes, segments
from bouquet.capabilities.media.engine.captions import clock_time
from bouquet.capabilities.media.engine.chapters import chapters_vtt
from bouquet.capabilities.media.engine.ffmpeg import name_in_log, progress_seconds
from bouquet.capabilities.media.engine.languages import tag
from bouquet.capabilities.media.engine.loudness import Loudness, summary
from bouquet.capabilities.media.engine.pictures import orientation
from bouquet.capabilities.media.engine.probes import AudioStream, Chapter, Probe, TextStream
from bouquet.capabilities.media.engine.segments import Segment


@given(st.binary(max_size=400))
def test_no_bytes_lead_the_box_reader_astray(data: bytes) -> None:
    found = list(boxes.top_boxes(io.BytesIO(data)))
    assert all(later.start == earlier.end for earlier, later in pairwise(found))
    boxes.find(data, b"moov", b"trak")


@given(st.lists(st.tuples(st.sampled_from([b"free", b"moov", b"mdat"]), st.binary(max_size=30)), max_size=6))
def test_boxes_are_read_as_they_were_written(written: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(struct.pack(">I", 8 + len(body)) + kind + body for kind, body in written)
    assert [(box.kind, box.size - 8) for box in boxes.top_boxes(io.BytesIO(data))] == [
        (kind, len(body)) for kind, body in written
    ]


@given(st.text(max_size=60))
def test_no_line_of_progress_is_misread(line: str) -> None:
    seconds = progress_seconds(line)
    assert seconds is None or seconds >= 0


def test_progress_counts_in_millionths_of_a_second() -> None:
    assert progress_seconds("out_time_us=2500000\n") == 2.5
    assert progress_seconds("out_time_us=-21333") == 0
    assert progress_seconds("out_time_us=N/A") is None
    assert progress_seconds("out_time=00:00:02.500000") is None


def test_a_coding_is_named_by_ffmpeg_or_by_its_four_letters() -> None:
    log = "  Stream #0:0[0x1](und): Video: none (dav1 / 0x31766164), none, 3840x2160\n"
    log += "  Stream #0:1[0x2](eng): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz\n"
    log += "  Stream #0:10: Video: vvc, 10x10\n"
    assert name_in_log(log, 0) == "dav1"
    assert name_in_log(log, 1) == "aac"
    assert name_in_log(log, 10) == "vvc"
    assert name_in_log(log, 3) == ""


@given(st.lists(st.tuples(st.integers(1, 99_999), st.floats(0.001, 9), st.sampled_from(["init.mp4", "init_2.mp4"]))))
def test_a_playlist_is_read_as_it_was_written(lines: list[tuple[int, float, str]]) -> None:
    written = tuple(Segment(f"seg_{number:05d}.m4s", round(seconds, 6), init) for number, seconds, init in lines)
    with tempfile.TemporaryDirectory() as folder:
        segments.write_playlist(Path(folder), written)
        assert segments.read_playlist(Path(folder)) == written


def test_loudness_is_read_for_each_track_by_name() -> None:
    log = "[ebur128@t0 @ 0x1] Summary:\n\n  Integrated loudness:\n    I:         -23.1 LUFS\n  Sample peak:\n"
    log += (
        "    Peak:       -3.0 dBFS\n[ebur128@t1 @ 0x2] Summary:\n    I:         -70.0 LUFS\n    Peak:       -inf dBFS\n"
    )
    assert summary(log, "t0") == Loudness(-23.1, -3.0)
    assert summary(log, "t1") == Loudness(None, None)
    assert summary("", "t0") == Loudness(None, None)


def test_silence_is_not_turned_up_and_a_whisper_not_without_end() -> None:
    assert Loudness(None, None).gain_db == 0
    assert Loudness(-28.0, -20.0).gain_db == pytest.approx(10)
    assert not Loudness(-28.0, -20.0).needs_limiter
    assert Loudness(-28.0, -3.0).needs_limiter
    assert Loudness(-69.0, -60.0).gain_db == 30


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ((1, 0, 0, 0, 1, 0), (0, False)),
        ((0, 1, 0, -1, 0, 0), (90, False)),
        ((-1, 0, 0, 0, -1, 0), (180, False)),
        ((0, -1, 0, 1, 0, 0), (270, False)),
        ((-1, 0, 0, 0, 1, 0), (0, True)),
        ((1, 0, 0, 0, -1, 0), (180, True)),
    ],
)
def test_a_display_matrix_is_a_turn_after_a_mirror(matrix: tuple[int, ...], expected: tuple[int, bool]) -> None:
    assert orientation(tuple(number * 65536 for number in matrix)) == expected


@given(st.tuples(*[st.integers(-(2**31), 2**31 - 1)] * 9))
def test_any_matrix_is_some_quarter_turn(matrix: tuple[int, ...]) -> None:
    assert orientation(matrix)[0] in (0, 90, 180, 270)


@pytest.mark.parametrize(
    ("written", "read"),
    [("fre", "fr"), ("fra", "fr"), ("eng", "en"), ("und", ""), ("", ""), ("pt-BR", "pt-BR"), ("gsw", "gsw"), ("§", ""),
     ("bre", "br"), ("français", "")],
)  # fmt: skip
def test_languages_become_tags_that_browsers_know(written: str, read: str) -> None:
    assert tag(written) == read


@given(st.floats(0, 360_000))
def test_a_moment_is_written_as_webvtt_wants_it(seconds: float) -> None:
    hours, minutes, rest = clock_time(seconds).split(":")
    assert int(hours) * 3600 + int(minutes) * 60 + float(rest) == pytest.approx(seconds, abs=0.001)
    assert len(rest) == 6 and len(minutes) == 2


def test_chapters_become_cues_that_no_title_can_break() -> None:
    chapters = [Chapter(0, 0, "One --> two"), Chapter(5, 9, "<b>Three & four"), Chapter(9, 12, "")]
    assert chapters_vtt(chapters, 12.5).split("\n\n") == [
        "WEBVTT",
        "00:00:00.000 --> 00:00:05.000\nOne → two",
        "00:00:05.000 --> 00:00:09.000\n&lt;b>Three &amp; four",
        "00:00:09.000 --> 00:00:12.000\n3\n",
    ]


def test_a_probe_travels_through_json_unchanged() -> None:
    probe = Probe(
        container="mov", duration_seconds=1.5, width=640, height=360, coded_width=640, coded_height=360, fps_num=30000,
        fps_den=1001, video_codec="h264", video_index=0, sar=(64, 45), audio=(AudioStream(1, "aac", 2, "fr"),),
        texts=(TextStream(2, "ass"),), chapters=(Chapter(0, 1, "Début"),), warnings=("sound_unreadable",),
    )  # fmt: skip
    assert Probe.from_json(probe.to_json()) == probe
