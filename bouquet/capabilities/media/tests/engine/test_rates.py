from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.media.engine.rates import constant_rate


def regular(rate: Fraction | float, count: int = 300, *, milliseconds: bool = False) -> list[float]:
    times = [number / float(rate) for number in range(count)]
    return [round(time, 3) for time in times] if milliseconds else times


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30), Fraction(30000, 1001), Fraction(60)])
def test_a_regular_rate_is_kept_exactly(rate: Fraction) -> None:
    assert constant_rate(regular(rate), rate) == (rate, False)


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(25), Fraction(30), Fraction(50), Fraction(60)])
def test_a_container_that_counts_in_milliseconds_does_not_make_a_rate_irregular(rate: Fraction) -> None:
    assert constant_rate(regular(rate, milliseconds=True), Fraction(1000)) == (rate, False)


def test_a_container_that_lies_about_its_rate_is_not_believed() -> None:
    assert constant_rate(regular(30), Fraction(1000)) == (Fraction(30), False)


def test_slow_motion_is_halved_until_a_browser_can_show_it() -> None:
    assert constant_rate(regular(240), Fraction(240)) == (Fraction(60), False)
    assert constant_rate(regular(120), Fraction(120)) == (Fraction(60), False)


def test_a_slide_show_gets_enough_pictures_to_be_cut_into_segments() -> None:
    rate, _ = constant_rate(regular(1, 10), Fraction(1))
    assert rate == 10


def test_a_varying_rate_becomes_the_usual_one_of_its_quicker_stretches() -> None:
    times = [0.0]
    for number in range(200):
        times.append(times[-1] + (1 / 30 if number % 3 else 1 / 12))
    assert constant_rate(times, None) == (Fraction(30), True)


def test_a_slow_and_varying_rate_gets_a_finer_grid() -> None:
    times = [0.0]
    for number in range(60):
        times.append(times[-1] + (0.1 if number % 2 else 0.087))
    rate, varies = constant_rate(times, None)
    assert varies and 24 <= rate <= 30


@given(
    steps=st.lists(st.floats(0.0001, 5), max_size=60),
    said=st.one_of(st.none(), st.fractions(min_value=Fraction(1, 10), max_value=100_000)),
)
def test_whatever_a_file_says_the_rate_is_one_that_plays(steps: list[float], said: Fraction | None) -> None:
    times = [0.0]
    for step in steps:
        times.append(times[-1] + step)
    rate, _ = constant_rate(times, said)
    assert 10 <= rate <= Fraction(121, 2)
