"""Facts for the index of everything that can be found."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ListingChanged:
    """Something that can be found is there, was changed, may be seen by others than before, or is gone.

    Announced by the app that owns the thing, in the transaction of the change. Announce it rather once too often: the
    index asks the app what there is to know now (`kinds.register_listing`), and forgets what the app no longer lists.
    """

    kind: str
    key: UUID


@dataclass(frozen=True)
class ReachChanged:
    """Others than before may find a thing, or nobody any more: what is said below it follows."""

    kind: str
    key: UUID
