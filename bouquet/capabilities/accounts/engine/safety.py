"""What is held back around young members: one object, read by everybody, made in one place (`policies`).

After the guidelines of the Commission on the protection of minors online (C/2025/5519, 14 July 2025), made under
Regulation (EU) 2022/2065 art. 28(4).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Safeguards:
    """What may be done around one member. `private_by_default` speaks of new things; the rest, of every moment."""

    is_minor: bool = False
    private_by_default: bool = False
    strangers_may_write: bool = True
    strangers_may_invite: bool = True
    found_by_age_or_place: bool = True
    implicit_interests: bool = True
    autoplay: bool = True
    streaks: bool = True
    night_notifications: bool = True


# Of whoever is of age, and of visitors nobody knows.
NONE = Safeguards()
