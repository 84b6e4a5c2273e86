"""Which kinds of things there are. An app introduces its own in its `apps.py`: `register_kind(VideoKind())`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from bouquet.foundation.subjects.subject import Kind, Ref, Subject, Visitor

_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Have things of `kind` be commented, reported, found…"""
    _kinds[kind.name] = kind


def kind_called(name: str) -> Kind | None:
    """The kind with this name; None when the app that knows it is not there (any more)."""
    return _kinds.get(name)


def kinds() -> tuple[Kind, ...]:
    """All of them, in the order of their apps."""
    return tuple(_kinds.values())


def subjects(refs: Iterable[Ref]) -> dict[Ref, Subject]:
    """What exists of `refs`, whoever may see it. One `find` for each kind."""
    return {subject.ref: subject for kind, keys in _by_kind(refs) for subject in kind.find(keys).values()}


def subject(ref: Ref) -> Subject | None:
    """One thing, whoever may see it; None when it is gone."""
    return subjects([ref]).get(ref)


def visible(refs: Iterable[Ref], visitor: Visitor) -> set[Ref]:
    """Which of `refs` `visitor` may see; what is of no known kind, nobody may."""
    return {Ref(kind.name, key) for kind, keys in _by_kind(refs) for key in kind.visible_to(visitor, keys)}


def open_to(refs: Iterable[Ref], visitor: Visitor) -> set[Ref]:
    """Under which of `refs` `visitor` may speak."""
    return {Ref(kind.name, key) for kind, keys in _by_kind(refs) for key in kind.open_to(visitor, keys)}


def visible_subjects(refs: Iterable[Ref], visitor: Visitor) -> dict[Ref, Subject]:
    """The things of `refs` that `visitor` may see."""
    return subjects(visible(refs, visitor))


def ref_at(path: str, sites: Collection[str]) -> Ref | None:
    """The thing whose page is at `path` (without the language's prefix) on a brand that shows `sites`."""
    for kind in _kinds.values():
        if kind.name.partition(".")[0] in sites and (key := kind.key_at(path)) is not None:
            return Ref(kind.name, key)
    return None


def _by_kind(refs: Iterable[Ref]) -> list[tuple[Kind, list[UUID]]]:
    keys: dict[str, dict[UUID, None]] = defaultdict(dict)
    for kind, key in refs:
        keys[kind][key] = None
    return [(_kinds[name], list(found)) for name, found in keys.items() if name in _kinds]
