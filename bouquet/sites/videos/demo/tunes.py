"""What the demo's videos sound like: small tunes of sines and noise, as ffmpeg expressions of the time `t`."""

from __future__ import annotations

# Half tones above the root, eight steps to a bar.
_MINOR = (0, 3, 7, 10, 12, 10, 7, 3)
_MAJOR = (0, 4, 7, 11, 12, 11, 7, 4)
_FIFTHS = (0, 7, 12, 14, 19, 14, 12, 7)
_WHOLE = (0, 2, 4, 6, 8, 10, 12, 10)
_OPEN = (0, 5, 7, 12, 5, 7, 12, 17)


def _steps(notes: tuple[int, ...]) -> int:
    """The notes of a bar packed into one number, five bits each: an expression has no lists."""
    return sum(note << (5 * place) for place, note in enumerate(notes))


def pluck(root: float, notes: tuple[int, ...], *, per_second: float, decay: float = 5, loud: float = 0.35) -> str:
    """One plucked string, `per_second` notes a second."""
    step = f"floor(mod(t*{per_second},{len(notes)}))"
    note = f"mod(floor({_steps(notes)}/pow(32,{step})),32)"
    return f"{loud}*exp(-{decay}*mod(t,{1 / per_second:.4f}))*sin({6.28319 * root:.3f}*pow(2,({note})/12)*t)"


def pad(root: float, *half_tones: int, loud: float = 0.09) -> str:
    """A chord that swells and ebbs."""
    voices = [
        f"{loud}*(0.6+0.4*sin({0.31 + 0.13 * place:.2f}*t))*sin({6.28319 * root * 2 ** (tone / 12):.3f}*t)"
        for place, tone in enumerate(half_tones)
    ]
    return "+".join(voices)


def drum(*, per_second: float, loud: float = 0.5) -> str:
    """A soft drum: a short low tone that falls."""
    phase = f"mod(t,{1 / per_second:.4f})"
    return f"{loud}*exp(-14*{phase})*sin(340*{phase}*exp(-6*{phase}))"


def breath(*, every: float, loud: float = 0.12) -> str:
    """Noise that comes and goes like surf."""
    return f"{loud}*pow(0.5+0.5*sin({6.28319 / every:.4f}*t),3)*(random(0)-0.5)"


TUNES = {
    "dawn": f"{pad(146.8, 0, 7, 12, 16)}+{pluck(293.7, _MAJOR, per_second=2)}",
    "deep": f"{pad(55, 0, 12, 19, 24, loud=0.12)}+{breath(every=7)}",
    "garden": f"{pluck(220, _MINOR, per_second=4)}+{pad(110, 0, 7)}",
    "machine": f"{drum(per_second=2)}+{pluck(110, _WHOLE, per_second=8, decay=9, loud=0.2)}",
    "chimes": f"{pluck(523.3, _OPEN, per_second=1.5, decay=2.2)}+{pluck(784, _FIFTHS, per_second=1, decay=2)}",
    "tide": f"{breath(every=6, loud=0.5)}+{pad(98, 0, 7, 14)}",
    "dance": f"{drum(per_second=2.2)}+{pluck(196, _FIFTHS, per_second=4.4, decay=7)}+{pad(98, 0, 3, 7)}",
    "night": f"{pad(130.8, 0, 3, 7, 14)}+{pluck(523.3, _MINOR, per_second=1, decay=2.5, loud=0.2)}",
    "fire": f"{breath(every=1.3, loud=0.25)}+{breath(every=3.7, loud=0.25)}+{pad(73.4, 0, 7)}",
    "arcade": f"{pluck(261.6, _MAJOR, per_second=8, decay=10, loud=0.25)}+{drum(per_second=4, loud=0.3)}",
    "prayer": f"{pad(174.6, 0, 5, 12, 17)}+{pluck(349.2, _OPEN, per_second=0.75, decay=1.5, loud=0.2)}",
    "walk": f"{pluck(164.8, _OPEN, per_second=3)}+{drum(per_second=1.5, loud=0.3)}",
}
