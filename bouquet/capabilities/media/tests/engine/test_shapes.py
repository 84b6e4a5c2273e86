"""Pictures end upright, with square pixels and even sides, whatever way the camera wrote them."""

from pathlib import Path

import pytest

from bouquet.capabilities.media.engine.ffmpeg import run
from bouquet.capabilities.media.engine.packaging import download_file
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.engine.transcoding import first_rung
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.reading import likeness, picture_at, pictures


@pytest.mark.parametrize("flips", [(), ("-display_hflip",), ("-display_vflip",)], ids=["plain", "hflip", "vflip"])
@pytest.mark.parametrize("turn", ["0", "90", "180", "270"])
def test_every_turn_and_mirroring_ends_as_ffmpeg_itself_would_show_it(
    turn: str, flips: tuple[str, ...], tmp_path: Path
) -> None:
    flat = made_video(tmp_path / "flat.mp4", size="320x180", seconds=0.5)
    filmed, shown = tmp_path / "filmed.mp4", tmp_path / "shown.mp4"
    run(["-display_rotation", turn, *flips, "-i", f"file:{flat}", "-c", "copy", f"file:{filmed}"])
    run(["-i", f"file:{filmed}", "-c:v", "libx264", "-preset", "ultrafast", f"file:{shown}"])
    found = probe(filmed)
    made = first_rung(filmed, found, tmp_path / "out")
    whole = download_file(tmp_path / "out", found, made.rungs[0])
    expected, got = picture_at(shown, 0.2), picture_at(whole, 0.2)
    assert got.size == expected.size == ((180, 320) if turn in ("90", "270") else (320, 180))
    assert likeness(expected, got) > 0.98
    assert pictures(whole).first.rotation == 0


def test_interlaced_pictures_lose_their_combs(tmp_path: Path) -> None:
    source = made_video(
        tmp_path / "tv.mpg", "-vf", "tinterlace=interleave_top,setfield=tff", "-c:v", "mpeg2video",
        "-flags", "+ildct+ilme", "-q:v", "3", size="720x576", rate="50", seconds=1,
    )  # fmt: skip
    found = probe(source)
    assert found.is_interlaced
    assert found.fps == 25
    made = first_rung(source, found, tmp_path / "out")
    track = pictures(download_file(tmp_path / "out", found, made.rungs[0]))
    assert not track.first.interlaced_frame
    assert len(track.times) == 25


def test_a_full_range_camera_becomes_limited_without_changing_its_light(tmp_path: Path) -> None:
    grey = "-vf", "lutyuv=y=200:u=128:v=128,scale=out_range=pc", "-color_range", "pc"
    source = made_video(tmp_path / "full.avi", *grey, "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p", seconds=0.4)
    found = probe(source)
    assert found.full_range
    made = first_rung(source, found, tmp_path / "out")
    whole = download_file(tmp_path / "out", found, made.rungs[0])
    before, after = picture_at(source, 0.1), picture_at(whole, 0.1)
    assert int(pictures(whole).first.color_range) == 1
    assert after.getpixel((50, 50))[0] == pytest.approx(before.getpixel((50, 50))[0], abs=3)  # type: ignore[index]


def test_a_video_of_ten_bits_or_of_red_green_and_blue_plays_everywhere(tmp_path: Path) -> None:
    for name, *coding in (
        ("ten.mkv", "-c:v", "libx264", "-pix_fmt", "yuv444p10le"),
        ("screen.mkv", "-c:v", "libx264rgb", "-pix_fmt", "rgb24"),
        ("moving.gif", "-c:v", "gif", "-pix_fmt", "rgb8"),
    ):
        source = made_video(tmp_path / name, *coding, seconds=0.4)
        found = probe(source)
        made = first_rung(source, found, tmp_path / name.replace(".", "-"))
        whole = download_file(tmp_path / name.replace(".", "-"), found, made.rungs[0])
        assert pictures(whole).first.format.name == "yuv420p"
        assert likeness(picture_at(source, 0.2), picture_at(whole, 0.2)) > 0.97


def test_a_tiny_and_a_single_picture_are_published(tmp_path: Path) -> None:
    for name, size, seconds in (("tiny.mp4", "16x16", 0.4), ("one.mp4", "320x240", 0.04), ("thin.mp4", "640x18", 0.4)):
        source = made_video(tmp_path / name, size=size, seconds=seconds)
        found = probe(source)
        made = first_rung(source, found, tmp_path / name.removesuffix(".mp4"))
        assert made.frames == max(1, round(seconds * 25))
