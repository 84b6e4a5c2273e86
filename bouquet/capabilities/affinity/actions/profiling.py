"""What is known of what a member likes: what they said, and where they allow it what they did. One place makes it, for
what is suggested and for the page that shows it to them: they see what is used, and nothing else is used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.engine.decay import decayed
from bouquet.capabilities.affinity.models import TAG_KIND, Affinity, Basis, Profile, Signal, Stance, Tag, tags_by_key
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref

# What somebody says they like; a pinned one; the first and the last of an ordered list, as shares of it.
DECLARED: Final = 1.0
PINNED: Final = 1.6
LAST_OF_THE_ORDER: Final = 0.5
# Of a sum of acts s, s / (s + SATURATION) counts: never as much as what was said.
SATURATION: Final = 6.0
# So many things of a member are read for one suggestion: those done last.
MOST_ITEMS: Final = 300


@dataclass(frozen=True)
class Learnt:
    """What the acts of a member say of one tag or thing: `weight` from 0 to 1, and how often they did what."""

    weight: float
    times: dict[str, int]


@dataclass(frozen=True)
class Known:
    """`said` and `learnt` are what suggestions may use; `refused` are tags that are not them."""

    basis: Basis
    profile: Profile
    said: dict[UUID, Affinity] = field(default_factory=dict)
    refused: dict[UUID, Affinity] = field(default_factory=dict)
    learnt_tags: dict[UUID, Learnt] = field(default_factory=dict)
    learnt_items: dict[Ref, Learnt] = field(default_factory=dict)

    def weights(self) -> dict[Ref, float]:
        """Every feature and how much of it there is, for a model."""
        found = {Ref(TAG_KIND, tag): weight for tag, weight in self.tag_weights().items()}
        return found | {ref: learnt.weight for ref, learnt in self.learnt_items.items()}

    def tag_weights(self) -> dict[UUID, float]:
        """Tags that were said, or learnt and not refused."""
        if self.basis is Basis.NOTHING:
            return {}
        learnt = {tag: each.weight for tag, each in self.learnt_tags.items()}
        return learnt | {tag: self.weight_of(row) for tag, row in self.said.items()}

    def weight_of(self, row: Affinity) -> float:
        """How much something that was said counts."""
        if row.is_pinned:
            return PINNED
        if not self.profile.is_ordered or len(self.said) < 2:
            return DECLARED
        place = min(row.position, len(self.said) - 1) / (len(self.said) - 1)
        return DECLARED - (DECLARED - LAST_OF_THE_ORDER) * place


def known_of(account: Account) -> Known:
    """Three queries; two where behaviour is not used."""
    profile = policies.profile_of(account)
    basis = policies.basis_for(account, profile)
    rows = list(Affinity.objects.filter(account=account, tag__is_refused=False).select_related("tag"))
    known = Known(
        basis,
        profile,
        said={row.tag_id: row for row in rows if row.stance == Stance.LIKES},
        refused={row.tag_id: row for row in rows if row.stance == Stance.NOT_ME},
    )
    if basis is Basis.BEHAVIOUR:
        newest = Signal.objects.filter(account=account).order_by("-summed_at")[:MOST_ITEMS]
        for ref, learnt in learnt_from(newest, now=clock.now()).items():
            if ref.kind != TAG_KIND:
                known.learnt_items[ref] = learnt
            elif ref.key not in known.refused:
                known.learnt_tags[ref.key] = learnt
    return known


def learnt_from(rows: Iterable[Signal], *, now: datetime) -> dict[Ref, Learnt]:
    """Acts summed up by what they were done to."""
    sums: dict[Ref, float] = defaultdict(float)
    times: dict[Ref, dict[str, int]] = defaultdict(dict)
    for row in rows:
        sums[row.ref] += decayed(row.weight, since=row.summed_at, now=now)
        times[row.ref][row.verb] = row.times
    return {ref: Learnt(total / (total + SATURATION), times[ref]) for ref, total in sums.items()}


def learnt_names(known: Known) -> dict[UUID, Tag]:
    """The tags that were learnt. One query, none without any."""
    return tags_by_key(known.learnt_tags) if known.learnt_tags else {}
