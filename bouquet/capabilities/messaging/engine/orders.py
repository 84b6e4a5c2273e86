"""What is typed after a slash: `/slow 30`. Reading only; what each does is `actions.ordering`'s."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ORDER: Final = re.compile(r"/([^\W\d_][\w-]{0,31})(?:\s+(.*))?", re.DOTALL)
_DURATION: Final = re.compile(r"(\d{1,6})\s*([^\W\d_]*)")
# In both languages of the house; months are nobody's wish.
_UNITS: Final = {
    **dict.fromkeys(("", "s", "sec", "seconde", "secondes", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "heure", "heures", "hour", "hours"), 3600),
    **dict.fromkeys(("d", "j", "jour", "jours", "day", "days"), 86400),
}
_ON: Final = frozenset({"on", "yes", "oui", "1"})
_OFF: Final = frozenset({"off", "no", "non", "0"})


@dataclass(frozen=True)
class Typed:
    """An order as somebody typed it: its name in small letters, and what follows."""

    name: str
    rest: str


def read(text: str) -> Typed | None:
    """The order `text` is; None when it is something to say. `//` and a path such as `/usr/bin` are things to say."""
    found = _ORDER.fullmatch(text.strip())
    return Typed(found[1].lower(), (found[2] or "").strip()) if found else None


def unslashed(text: str) -> str:
    """What `text` says: whoever means a slash types two."""
    return text[1:] if text.startswith("//") else text


def seconds_in(text: str) -> int | None:
    """`30`, `5 min`, `1h`, `2 jours` in seconds; `off` is 0; None when it is no duration."""
    said = text.strip().lower()
    if said in _OFF:
        return 0
    found = _DURATION.fullmatch(said)
    return int(found[1]) * _UNITS[found[2]] if found and found[2] in _UNITS else None


def switched(text: str) -> bool | None:
    """`on` or `off`, also as `oui` and `non`; None when it is neither."""
    said = text.strip().lower()
    return True if said in _ON else False if said in _OFF else None


def person_and_rest(text: str) -> tuple[str, str]:
    """`@karim 2h` → (`karim`, `2h`)."""
    first, _space, rest = text.partition(" ")
    return first.removeprefix("@").lower(), rest.strip()
