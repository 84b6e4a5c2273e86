"""How much is said about things, for the pages that show them. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.engine.palette import PALETTE
from bouquet.capabilities.comments.models import SubjectReaction, Tally
from bouquet.capabilities.comments.models.talk import COMMENTS
from bouquet.foundation.queries.prepared import PreparedList
from bouquet.foundation.subjects.subject import Ref


class Reacted(NamedTuple):
    """How many reacted with one emoji, and whether the viewer is one of them."""

    emoji: str
    count: int  # type: ignore[assignment]  # tuples have a method of this name that nobody calls here
    is_mine: bool

    @property
    def label(self) -> str:
        """What the emoji says, in words."""
        return str(PALETTE[self.emoji].label)

    @property
    def picture(self) -> str:
        """Its drawing, among static files."""
        return PALETTE[self.emoji].picture


@dataclass(frozen=True)
class Talk:
    """What a card shows of the talk below a thing. `reactions` only holds what somebody chose, the most chosen first;
    `total` is how many people reacted.
    """

    comments_count: int
    reactions: tuple[Reacted, ...]
    total: int
    # Whether the viewer is a member, who may react.
    is_for_member: bool

    @property
    def mine(self) -> str:
        """The emoji the viewer chose; empty without one."""
        return next((reacted.emoji for reacted in self.reactions if reacted.is_mine), "")

    @property
    def offered(self) -> tuple[Reacted, ...]:
        """The buttons to show: what others chose, and at least the first emoji of the palette."""
        first = next(iter(PALETTE))
        if any(reacted.emoji == first for reacted in self.reactions):
            return self.reactions
        return (*self.reactions, Reacted(first, 0, False))


def talks_of(refs: Collection[Ref], viewer: object) -> dict[Ref, Talk]:
    """The talk of each of `refs`, for a page of things: one query, and one more for a member."""
    counts: dict[Ref, dict[str, int]] = defaultdict(dict)
    mine: dict[Ref, str] = {}
    kinds, keys = tuple(sorted({ref.kind for ref in refs})), [ref.key for ref in refs]
    for kind, key, what, number in _tallies_of(kinds).rows(keys):
        counts[Ref(kind, key)][what] = number
    if isinstance(viewer, Account):
        mine = {Ref(kind, key): emoji for kind, key, emoji in _reactions_to(kinds).rows(viewer.pk, keys)}
    return {ref: _talk(counts[ref], mine.get(ref, ""), viewer) for ref in refs}


def _talk(counts: dict[str, int], mine: str, viewer: object) -> Talk:
    reactions = [Reacted(emoji, counts[emoji], emoji == mine) for emoji in PALETTE if emoji in counts]
    reactions.sort(key=lambda reacted: -reacted.count)
    return Talk(
        comments_count=counts.get(COMMENTS, 0),
        reactions=tuple(reactions),
        total=sum(reacted.count for reacted in reactions),
        is_for_member=isinstance(viewer, Account),
    )


@cache
def _tallies_of(kinds: tuple[str, ...]) -> PreparedList[Tally]:
    found = Tally.objects.filter(kind__in=kinds, count__gt=0)
    return PreparedList(lambda keys: found.filter(key__in=keys).values_list("kind", "key", "what", "count"))


@cache
def _reactions_to(kinds: tuple[str, ...]) -> PreparedList[SubjectReaction]:
    found = SubjectReaction.objects.filter(kind__in=kinds)
    return PreparedList(
        lambda viewer, keys: found.filter(account=viewer, key__in=keys).values_list("kind", "key", "emoji"), apart=1
    )
