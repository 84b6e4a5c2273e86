"""Large numbers, short: `1 234` → « 1,2 k »."""

from __future__ import annotations

_UNITS = ((1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k"))


def short_number(number: int, *, language: str) -> str:
    """At most one decimal, never rounded up to more than there is; a comma and a no-break space in French."""
    for size, unit in _UNITS:
        if number >= size:
            tenths = number * 10 // size
            whole, tenth = divmod(tenths, 10)
            shown = str(whole) if whole >= 100 or not tenth else f"{whole}{',' if language == 'fr' else '.'}{tenth}"
            return f"{shown}\u00a0{unit}" if language == "fr" else f"{shown}{unit}"
    return str(number)
