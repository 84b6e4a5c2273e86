"""Every file of the collection ends as its MEDIA.md says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bouquet.capabilities.media.engine import segments
from bouquet.capabilities.media.engine.loudness import MOST_GAIN_DB, TARGET_LUFS, measure
from bouquet.capabilities.media.engine.probing import Refused, probe
from bouquet.capabilities.media.tests.engine.publishing import Published
from bouquet.capabilities.media.tests.engine.reading import likeness, picture_at, pictures, sound


@dataclass(frozen=True)
class Promise:
    """How a file must end: the best rung's size, seconds, names of rungs, whether it is heard."""

    size: tuple[int, int]
    seconds: float
    rungs: str
    heard: bool = True
    warnings: tuple[str, ...] = ()


PROMISED = {
    "android_720p_rot270_5s.mp4": Promise((720, 1280), 4.9716, "240p 360p 480p 720p"),
    "android_rot180_vfr_gps.mp4": Promise((1280, 720), 2.3798, "240p 360p 480p 720p"),
    "bbb_480p_30s_51audio.mp4": Promise((854, 480), 30.0, "240p 360p 480p"),
    "bbb_720p_30s_vp8_vorbis.webm": Promise((1280, 720), 30.0, "240p 360p 480p 720p"),
    "chrome_mediarecorder_no_duration.webm": Promise((1280, 720), 4.938, "240p 360p 480p 720p"),
    "corrupt_audio_missing_stsd.mp4": Promise(
        (1080, 720), 1.001, "240p 360p 480p 720p", heard=False, warnings=("sound_unreadable",)
    ),
    "corrupt_invalid_nalu.mp4": Promise((1080, 720), 1.001, "240p 360p 480p 720p", heard=False),
    "hdr10_av1_portrait_720x1280.mp4": Promise((720, 1280), 4.2376, "240p 360p 480p 720p"),
    "hlg_hevc10_1080p.mp4": Promise((1920, 1080), 0.3001, "240p 360p 480p 720p 1080p"),
    "iphone6_portrait_gps_4s.mov": Promise((320, 568), 4.0017, "240p 320p"),
    "iphone_ios7_portrait_rot90_gps.mov": Promise((320, 568), 2.0683, "240p 320p"),
    "kodak_2006_mjpeg.avi": Promise((320, 240), 2.7333, "240p"),
    "made_bbb_mpeg1_sar64_45.mpg": Promise((500, 288), 3.0, "240p 288p"),
    "made_bbb_wmv2_wma.wmv": Promise((320, 180), 3.042, "180p"),
    "mkv_embedded_vtt_ac3.mkv": Promise((1080, 720), 1.0, "240p 360p 480p 720p"),
    "no_audio.mp4": Promise((1080, 720), 1.001, "240p 360p 480p 720p", heard=False),
    "odd_dimensions_161x121_vp9.webm": Promise((160, 120), 1.001, "120p", heard=False),
    "phone_2006_h263.3gp": Promise((192, 144), 1.0, "144p", heard=False),
    "silent_black_25s.mp4": Promise((320, 240), 25.0, "240p"),
    "sony_a7_avchd_interlaced_ac3_pgs.mts": Promise((1920, 1080), 0.52, "240p 360p 480p 720p 1080p"),
    "three_chapters.mp4": Promise((1080, 720), 1.001, "240p 360p 480p 720p"),
}

REFUSED = {
    "audio_only_aac.mp4": ("sound_only", {}),
    "music_siesta_ccbysa.mp3": ("sound_only", {}),
    "corrupt_text_named_mp4.mp4": ("not_a_video", {}),
    "corrupt_truncated_no_moov.mp4": ("cut_off", {}),
    "undecodable_dav1_4k.mp4": ("unknown_codec", {"codec": "dav1"}),
}

ELSEWHERE = {"long_6min_1080p_tiny.mp4"}  # test_pieces.py

# What the sources say of where, when and with what they were filmed; none of it may be in anything served.
PRIVATE_WORDS = (
    *(b"+54.1843", b"-002.7189", b"+48.8789", b"+002.3376", b"+32.0929", b"+034.8620", b"+51.5335", b"-000.1261"),
    *(b"+40.680", b"-074.", b"Apple", b"iPhone", b"Core Media", b"mebx", b"com.apple", b"com.android", b"ISO6709"),
    *(b"\xa9xyz", b"ILCE", b"MDPM", b"KODAK", b"Kodak", b"creation", b"Chrome", b"mkvmerge", b"SubtitleHandler"),
)


def test_the_promises_cover_the_whole_collection(real_file: Callable[[str], Path]) -> None:
    files = {file.name for file in real_file("MEDIA.md").parent.iterdir()} - {"MEDIA.md"}
    assert files == PROMISED.keys() | REFUSED.keys() | ELSEWHERE


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_for_what_is_wrong_with_it(
    name: str, real_file: Callable[[str], Path]
) -> None:
    with pytest.raises(Refused) as refusal:
        probe(real_file(name))
    assert (refusal.value.code, refusal.value.params) == REFUSED[name]


@pytest.mark.parametrize("name", PROMISED)
def test_a_file_ends_as_promised(name: str, published: Callable[[str], Published]) -> None:
    promise, video = PROMISED[name], published(name)
    assert (video.top.width, video.top.height) == promise.size
    assert " ".join(rung.name for rung in video.rungs) == promise.rungs
    assert video.warnings == promise.warnings
    assert video.probe.duration_seconds == pytest.approx(promise.seconds, abs=0.02)
    assert video.audio_tracks == (1 if promise.heard else 0)

    _every_rung_plays_the_same_pictures(video, promise.seconds)
    if promise.heard:
        _sound_is_stereo_and_in_step(video, promise.seconds)
    _nothing_private_is_left(video.out)
    assert list((video.out / "poster").glob("*.webp")), "no poster"
    assert (video.out / "storyboard" / "storyboard.vtt").read_text().count(" --> ") >= 1


def _every_rung_plays_the_same_pictures(video: Published, seconds: float) -> None:
    keyframes = set()
    for rung in video.rungs:
        folder = video.out / rung.folder
        track = pictures(folder / segments.PLAYLIST)
        assert (track.first.width, track.first.height) == (rung.width, rung.height)
        assert track.first.format.name == "yuv420p"
        assert not track.first.interlaced_frame
        assert int(track.first.color_range) == 1, "not limited range"
        assert int(track.first.colorspace) in (1, 6), "no matrix a browser knows"
        assert track.first.rotation == 0
        assert track.sar in (None, 1)
        assert track.times[0] == pytest.approx(0, abs=0.001)
        one = 1 / video.probe.fps
        assert all(step == pytest.approx(one, abs=0.001) for step in track.steps), "the rate is not constant"
        assert len(track.times) == pytest.approx(seconds * video.probe.fps, abs=1.01), "not right to a frame"
        assert sum(line.seconds for line in segments.read_playlist(folder)) == pytest.approx(seconds, abs=one + 0.003)
        keyframes.add(track.keyframes)
    assert len(keyframes) == 1, "rungs do not begin their segments together"


def _sound_is_stereo_and_in_step(video: Published, seconds: float) -> None:
    heard = sound(video.out / "a0" / segments.PLAYLIST)
    assert (heard.channels, heard.rate) == (2, 48_000)
    assert heard.start == pytest.approx(0, abs=0.001)
    assert heard.seconds == pytest.approx(seconds, abs=0.13)
    before = measure(video.source, video.probe)[0].integrated_lufs
    after = measure(video.whole(), probe(video.whole()))[0].integrated_lufs
    if before is None:
        assert after is None, "silence was turned into noise"
    elif seconds > 2:
        assert after == pytest.approx(min(TARGET_LUFS, before + MOST_GAIN_DB), abs=1.0)


def _nothing_private_is_left(out: Path) -> None:
    for file in out.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [word for word in PRIVATE_WORDS if word in content], file


@pytest.mark.parametrize(
    "name", ["android_720p_rot270_5s.mp4", "iphone6_portrait_gps_4s.mov", "iphone_ios7_portrait_rot90_gps.mov",
             "android_rot180_vfr_gps.mp4"]
)  # fmt: skip
def test_what_was_filmed_upright_is_shown_upright(name: str, published: Callable[[str], Published]) -> None:
    video = published(name)
    held = picture_at(video.source, 0.5, upright=True)
    shown = picture_at(video.whole(), 0.5)
    assert likeness(held, shown) > 0.97
    assert likeness(held, shown.rotate(180)) < 0.8
    for rung in (video.whole(), video.original):
        assert likeness(held, picture_at(rung, 0.5, upright=True)) > 0.97
