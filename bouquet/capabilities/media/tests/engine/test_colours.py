"""High dynamic range ends as an ordinary picture with the light and the colours it had."""

from collections.abc import Callable
from colorsys import rgb_to_hsv

import pytest
from PIL import Image, ImageStat

from bouquet.capabilities.media.engine import boxes
from bouquet.capabilities.media.engine.segments import INIT
from bouquet.capabilities.media.tests.engine.publishing import Published
from bouquet.capabilities.media.tests.engine.reading import picture_at, pictures

HDR = ["hdr10_av1_portrait_720x1280.mp4", "hlg_hevc10_1080p.mp4"]


@pytest.mark.parametrize("name", HDR)
def test_high_dynamic_range_is_told_to_be_ordinary(name: str, published: Callable[[str], Published]) -> None:
    video = published(name)
    assert video.probe.is_hdr
    for rung in video.rungs:
        first = pictures(video.out / rung.folder / "playlist.m3u8").first
        assert [int(tag) for tag in (first.colorspace, first.color_primaries, first.color_trc)] == [1, 1, 1]
        header = (video.out / rung.folder / INIT).read_bytes()
        assert boxes.video_entry(header).codec.startswith("avc1.64")  # type: ignore[union-attr]
        assert not [box for box in (b"mdcv", b"clli", b"dvcC", b"dvvC") if box in header]


@pytest.mark.parametrize("name", HDR)
def test_high_dynamic_range_is_neither_washed_out_nor_crushed(name: str, published: Callable[[str], Published]) -> None:
    video = published(name)
    light = ImageStat.Stat(picture_at(video.whole(), 0.1).convert("L"))
    assert 90 < light.mean[0] < 170
    assert light.stddev[0] > 50, "washed out"
    assert light.extrema[0][0] < 60 and light.extrema[0][1] > 215


def test_the_patches_of_a_colour_chart_keep_their_colours(published: Callable[[str], Published]) -> None:
    """The chart in the HLG file, filmed by a phone: hues are compared with those its maker publishes (X-Rite, sRGB)."""
    chart = picture_at(published("hlg_hevc10_1080p.mp4").whole(), 0.1)
    for place, sold_as in _PATCHES.items():
        filmed, sold = rgb_to_hsv(*_patch(chart, place)), rgb_to_hsv(*sold_as)
        apart = abs(filmed[0] - sold[0])
        assert min(apart, 1 - apart) < 25 / 360, (place, filmed, sold)
        assert filmed[1] > 0.8 * sold[1], "pale"
    greys = [_patch(chart, place) for place in _GREYS]
    assert all(max(grey) - min(grey) < 25 for grey in greys), "a colour cast"
    light = [sum(grey) / 3 for grey in greys]
    assert light == sorted(light, reverse=True) and light[0] > 215 and light[-1] < 120


_PATCHES = {
    (0.157, 0.575): (56, 61, 150),
    (0.285, 0.580): (70, 148, 73),
    (0.410, 0.585): (175, 54, 60),
    (0.540, 0.588): (231, 199, 31),
    (0.666, 0.592): (187, 86, 149),
    (0.794, 0.595): (8, 133, 161),
}
_GREYS = [(0.154, 0.795), (0.278, 0.8), (0.404, 0.805), (0.535, 0.808), (0.664, 0.81)]


def _patch(chart: Image.Image, place: tuple[float, float]) -> tuple[float, float, float]:
    x, y = place[0] * chart.width, place[1] * chart.height
    red, green, blue = ImageStat.Stat(chart.crop((int(x - 20), int(y - 20), int(x + 20), int(y + 20)))).mean
    return red, green, blue
