"""What can be recommended. A site introduces what it owns in its `apps.py`:

    register_items("tribes.tribe", listings.collect_items)

`collect(None)` yields every item of the kind, for the training task (stream it: there may be very many);
`collect(keys)` yields those that exist among `keys`, as they are this moment, in one or two queries: it is asked before
anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Item:
    """A thing that may be recommended.

    `tags` are words or slugs; those that are no affinity tag are left out. `size` is how many people are in it or saw
    it. `is_recommendable` is whether anybody at all may be led to it: never for what is secret, private, hidden or
    removed. `active_at` is when something last happened in it (else when it was made). Nobody younger than `least_age`
    (years) is led to it, nor anybody whom its author blocked, or who blocked its author.
    """

    key: UUID
    made_at: datetime
    tags: tuple[str, ...] = ()
    size: int = 0
    is_recommendable: bool = False
    active_at: datetime | None = None
    least_age: int = 0
    author_id: UUID | None = None


Collect = Callable[[Collection[UUID] | None], Iterable[Item]]
_registered: dict[str, Collect] = {}


def register_items(kind: str, collect: Collect) -> None:
    """Have things of `kind` (as their `Ref` names it) be learnt about and recommended."""
    _registered[kind] = collect


def item_kinds() -> tuple[str, ...]:
    """In the order of their apps."""
    return tuple(_registered)


def items_of(kind: str, keys: Collection[UUID] | None = None) -> Iterable[Item]:
    """The items of a kind, all or these; none when nobody registered the kind."""
    collect = _registered.get(kind)
    return collect(keys) if collect is not None else ()
