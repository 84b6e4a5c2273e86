"""How long a video is, as people and machines read it."""

from __future__ import annotations


def clock_label(seconds: float) -> str:
    """`83.4` → `1:23`, `3723` → `1:02:03`; whole seconds, at least one for anything that plays."""
    whole = max(1, round(seconds)) if seconds > 0 else 0
    hours, rest = divmod(whole, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds_left:02d}" if hours else f"{minutes}:{seconds_left:02d}"


def iso_duration(seconds: float) -> str:
    """ISO 8601 §5.5.2.2 duration, as schema.org and Media RSS readers expect: `83` → `PT1M23S`."""
    whole = max(1, round(seconds)) if seconds > 0 else 0
    hours, rest = divmod(whole, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + f"{seconds_left}S"
