"""Who brings what to the demo. A site says so in its `apps.py`:

    register_seed("bouquet.sites.videos.demo.seeding.seed")

where `seed(people, say)` is safe to repeat. Who speaks of others' things comes after them, with `is_last`.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string

from bouquet.capabilities.accounts.demo.opening import people

Say = Callable[[str], None]
_registered: dict[str, bool] = {}


def register_seed(path: str, *, is_last: bool = False) -> None:
    """Have the function at `path` called when the demo is made; it is imported only then."""
    _registered[path] = is_last


def seed(say: Say) -> None:
    """Everybody, then what each site brings."""
    known = people()
    say(f"{len(known)} members are there.")
    for path in sorted(_registered, key=_registered.__getitem__):
        import_string(path)(known, say)
