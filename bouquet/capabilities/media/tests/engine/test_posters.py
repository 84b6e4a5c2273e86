from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from bouquet.capabilities.media.engine.posters import poster_sizes, posters, score
from bouquet.capabilities.media.engine.probing import probe
from bouquet.capabilities.media.tests.engine.making import made_video
from bouquet.capabilities.media.tests.engine.reading import likeness, picture_at


def test_the_best_of_several_moments_comes_first_and_black_ones_last(
    real_file: Callable[[str], Path], tmp_path: Path
) -> None:
    source = real_file("bbb_720p_30s_vp8_vorbis.webm")
    found = posters(source, probe(source), tmp_path)
    assert len(found) >= 3
    assert [candidate.score for candidate in found] == sorted((c.score for c in found), reverse=True)
    assert found[0].score > 0.6 > found[-1].score
    assert all(candidate.file.exists() for candidate in found)


def test_even_a_black_video_has_a_poster(real_file: Callable[[str], Path], tmp_path: Path) -> None:
    source = real_file("silent_black_25s.mp4")
    found = posters(source, probe(source), tmp_path)
    assert len(found) == 1
    assert Image.open(found[0].file).size == (320, 240)


def test_a_short_video_of_one_keyframe_still_offers_a_choice(tmp_path: Path) -> None:
    source = made_video(tmp_path / "one.mp4", "-g", "250", seconds=2)
    found = posters(source, probe(source), tmp_path)
    assert len(found) == 5
    for candidate in found:
        assert likeness(picture_at(source, candidate.seconds), Image.open(candidate.file)) > 0.97


@pytest.mark.parametrize("name", ["iphone6_portrait_gps_4s.mov", "hdr10_av1_portrait_720x1280.mp4"])
def test_a_portrait_video_has_an_upright_poster_in_all_sizes(
    name: str, real_file: Callable[[str], Path], tmp_path: Path
) -> None:
    source = real_file(name)
    best = posters(source, probe(source), tmp_path)[0].file
    made = poster_sizes(best, tmp_path / "sizes")
    assert sorted(made) == ["1280.jpg", "1280.webp", "320.jpg", "320.webp", "640.jpg", "640.webp"]
    widths = []
    for file in made.values():
        with Image.open(file) as image:
            assert image.height > image.width
            assert not image.getexif()
            widths.append(image.width)
    assert max(widths) <= Image.open(best).width


def test_a_members_photo_loses_its_place_and_keeps_its_turn(tmp_path: Path) -> None:
    photo = Image.new("RGB", (800, 400), "white")
    photo.paste("black", (0, 0, 400, 400))
    exif = photo.getexif()
    exif[0x0112] = 6  # turned a quarter to the right
    exif[0x010F] = "Apple"
    photo.save(tmp_path / "photo.jpg", exif=exif)
    for file in poster_sizes(tmp_path / "photo.jpg", tmp_path / "sizes").values():
        assert b"Apple" not in file.read_bytes()
        with Image.open(file) as image:
            assert image.height == 2 * image.width
            assert image.convert("L").getpixel((10, 10)) < 20  # type: ignore[operator]


def test_a_sharp_colourful_picture_is_better_than_a_fade(tmp_path: Path) -> None:
    Image.effect_noise((320, 180), 60).convert("RGB").save(tmp_path / "busy.png")
    Image.new("RGB", (320, 180), (90, 90, 90)).save(tmp_path / "flat.png")
    Image.new("RGB", (320, 180), "black").save(tmp_path / "black.png")
    assert score(tmp_path / "busy.png") > 0.4
    assert score(tmp_path / "flat.png") == score(tmp_path / "black.png") == 0
