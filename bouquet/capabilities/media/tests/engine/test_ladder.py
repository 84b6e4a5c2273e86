from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.media.engine.ladder import LABELS, Rung, label_of, ladder

even = st.integers(min_value=8, max_value=4320).map(lambda half: half * 2 - 14)


def rungs_of(width: int, height: int, fps: float = 30.0) -> tuple[Rung, ...]:
    return ladder(SimpleNamespace(width=width, height=height, fps=fps))


@given(width=even, height=even, fps=st.floats(10, 60))
def test_a_ladder_rises_and_never_goes_above_its_source(width: int, height: int, fps: float) -> None:
    rungs = rungs_of(width, height, fps)
    assert rungs
    assert [rung.label for rung in rungs] == sorted({rung.label for rung in rungs})
    for rung in rungs:
        assert rung.width <= width and rung.height <= height
        assert rung.width % 2 == rung.height % 2 == 0
        assert rung.label <= max(LABELS) or len(rungs) == 1
        assert rung.video_kbps >= 100
    assert len({rung.folder for rung in rungs}) == len(rungs)


@given(width=even, height=even)
def test_every_rung_has_the_shape_of_its_source_to_a_pixel_or_two(width: int, height: int) -> None:
    for rung in rungs_of(width, height):
        scale = rung.label / label_of(width, height) if rung is not rungs_of(width, height)[-1] else rung.width / width
        assert rung.width == pytest.approx(max(2, width * scale), abs=2)
        assert rung.height == pytest.approx(max(2, height * scale), abs=2)


@given(width=even, height=even)
def test_a_portrait_video_has_the_rungs_of_the_same_video_lying_down(width: int, height: int) -> None:
    lying, upright = rungs_of(width, height), rungs_of(height, width)
    assert [(r.name, r.width, r.height) for r in lying] == [(r.name, r.height, r.width) for r in upright]


@pytest.mark.parametrize(
    ("width", "height", "names"),
    [
        (1920, 1080, "240p 360p 480p 720p 1080p"),
        (3840, 2160, "240p 360p 480p 720p 1080p"),
        (1080, 1920, "240p 360p 480p 720p 1080p"),
        (1920, 800, "240p 360p 480p 720p 1080p"),
        (854, 480, "240p 360p 480p"),
        (640, 480, "240p 360p 480p"),
        (568, 320, "240p 320p"),
        (460, 258, "240p"),
        (320, 240, "240p"),
        (192, 144, "144p"),
    ],
)
def test_sizes_people_have_get_the_rungs_people_know(width: int, height: int, names: str) -> None:
    assert " ".join(rung.name for rung in rungs_of(width, height)) == names


def test_a_widescreen_film_keeps_its_shape_inside_the_1080p_box() -> None:
    assert (rungs_of(1920, 800)[-1].width, rungs_of(1920, 800)[-1].height) == (1920, 800)
    assert (rungs_of(1920, 800)[0].width, rungs_of(1920, 800)[0].height) == (426, 178)


def test_twice_the_pictures_may_cost_more_bits_but_not_twice_as_many() -> None:
    calm, quick = rungs_of(1920, 1080, 30)[-1], rungs_of(1920, 1080, 60)[-1]
    assert calm.video_kbps < quick.video_kbps < 2 * calm.video_kbps
