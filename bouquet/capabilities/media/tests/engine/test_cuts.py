"""Where a long video is cut, whatever length is wished for its pieces."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouquet.capabilities.media.engine.encoding import frames_per_segment
from bouquet.capabilities.media.engine.pieces import cut
from bouquet.capabilities.media.engine.probes import Probe

rates = st.sampled_from([(5, 1), (24, 1), (25, 1), (30_000, 1001), (50, 1), (60, 1), (997, 100)])


def video(seconds: float, rate: tuple[int, int]) -> Probe:
    """A film of which nothing but its length and rate matters here."""
    return Probe(
        container="mp4",
        duration_seconds=seconds,
        width=640,
        height=360,
        coded_width=640,
        coded_height=360,
        fps_num=rate[0],
        fps_den=rate[1],
        video_codec="h264",
        video_index=0,
    )


@settings(deadline=None)
@given(
    seconds=st.floats(180, 4000),
    rate=rates,
    keyframes=st.lists(st.floats(0, 4000), max_size=60).map(sorted),
    target=st.floats(min_value=0, exclude_min=True, allow_infinity=False),
)
def test_pieces_cover_everything_once_in_order_for_any_length(
    seconds: float, rate: tuple[int, int], keyframes: list[float], target: float
) -> None:
    film = video(seconds, rate)
    group = frames_per_segment(film)
    found = cut(film, keyframes, target_seconds=target)
    assert [piece.index for piece in found] == list(range(len(found)))
    assert found[0].first_frame == 0
    assert all(later.first_frame == earlier.first_frame + earlier.frames for earlier, later in pairwise(found))
    assert found[-1].first_frame + found[-1].frames == film.frames
    assert all(later.start_seconds == earlier.end_seconds for earlier, later in pairwise(found))
    for piece in found:
        assert piece.frames > 0
        assert piece.first_frame % group == 0, "a cut falls between two segments"
        assert piece.keyframe_seconds in {0.0, *keyframes}
        assert piece.keyframe_seconds <= piece.start_seconds + 0.001
        nearer = [moment for moment in keyframes if piece.keyframe_seconds < moment <= piece.start_seconds]
        assert not nearer or piece.first_frame == 0, "decoding begins at the nearest keyframe before the piece"


@settings(deadline=None)
@given(seconds=st.floats(180, 4000), rate=rates, target=st.floats(1, 600))
def test_pieces_are_about_as_long_as_wished(seconds: float, rate: tuple[int, int], target: float) -> None:
    film = video(seconds, rate)
    one = float(frames_per_segment(film) / film.rate)
    for piece in cut(film, [], target_seconds=target)[:-1]:
        assert target / 2 - one <= piece.end_seconds - piece.start_seconds <= 2 * target + one


@pytest.mark.parametrize("target", [0, -60, float("nan"), float("inf")])
def test_a_length_that_is_none_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="target_seconds"):
        cut(video(360, (25, 1)), [], target_seconds=target)
