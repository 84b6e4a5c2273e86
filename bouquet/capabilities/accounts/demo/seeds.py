"""Who brings what to the demo. A site says so in its `apps.py`:

    register_seed("bouquet.sites.videos.demo.seeding.seed")

where `seed(people, say)` is safe to repeat. Sites that speak of others' things come after them.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string

from bouquet.capabilities.accounts.demo.opening import people

Say = Callable[[str], None]
_registered: dict[str, None] = {}


def register_seed(path: str) -> None:
    """Have the function at `path` called when the demo is made; it is imported only then."""
    _registered[path] = None


def seed(say: Say) -> None:
    """Everybody, then what each site brings, in the order of their apps; those that speak of others come last."""
    known = people()
    say(f"{len(known)} members are there.")
    for path in _registered:
        import_string(path)(known, say)
