"""From the times of pictures to the constant rate a video will have."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

_STANDARD: Final = (
    *(Fraction(rate) for rate in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60)),
    *(Fraction(rate * 1000, 1001) for rate in (15, 24, 30, 48, 60)),
    Fraction(25, 2),
)
_NOMINAL: Final = tuple(Fraction(rate) for rate in (10, 12, 15, 20, 24, 25, 30, 50, 60))
_LOWEST, _HIGHEST = 10, Fraction(121, 2)
# Containers that count in milliseconds cannot say 1/24 s: such steps differ by one and are still regular.
_ROUNDING_SECONDS: Final = 0.0011


def constant_rate(times: Sequence[float], said: Fraction | None) -> tuple[Fraction, bool]:
    """The rate to give a video, and whether its own varies.

    `times` are the seconds at which its first pictures show, sorted; `said` is what the container claims, believed
    only when the pictures agree. A varying rate becomes the next usual one above its quicker stretches, so that no
    picture is lost; anything above 60 is halved until it is not (a phone's slow motion at 120 or 240).
    """
    steps = sorted(later - earlier for earlier, later in pairwise(times) if later > earlier)
    if len(steps) < 2:
        return _within_limits(_snap(said) if said and 1 <= said <= 60 else Fraction(25)), False
    middle = steps[len(steps) // 2]
    odd = sum(1 for step in steps if abs(step - middle) > max(_ROUNDING_SECONDS, 0.02 * middle))
    if odd > max(1, 0.04 * len(steps)):
        return _smooth(_within_limits(_next_usual(1 / steps[len(steps) // 4]))), True
    measured = len(steps) / sum(steps)
    if said is not None and abs(float(said) / measured - 1) < 0.02:
        return _within_limits(_snap(said)), False
    return _within_limits(_snap(Fraction(measured).limit_denominator(1001))), False


def _snap(rate: Fraction) -> Fraction:
    nearest = min(_STANDARD, key=lambda standard: abs(standard - rate))
    return nearest if abs(nearest / rate - 1) < 0.004 else rate.limit_denominator(1001)


def _next_usual(rate: float) -> Fraction:
    for nominal in _NOMINAL:
        if rate <= float(nominal) * 1.03:
            return _snap(nominal)
    return Fraction(rate).limit_denominator(1001)


def _smooth(rate: Fraction) -> Fraction:
    """Slow and irregular pictures keep their moments better on a finer grid; repeated pictures are cheap."""
    return rate * -(-24 // rate) if rate < Fraction(47, 2) else rate


def _within_limits(rate: Fraction) -> Fraction:
    while rate > _HIGHEST:
        rate /= 2
    if rate < _LOWEST:
        rate *= -(-_LOWEST // rate)
    return rate
