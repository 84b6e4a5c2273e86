"""People like you: members who like the same, among those who allow to be found."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.actions import profiling, reasons
from bouquet.capabilities.affinity.actions.profiling import Known
from bouquet.capabilities.affinity.actions.suggestion import Suggestion
from bouquet.capabilities.affinity.models import Affinity, Basis, Dismissal, Profile, Signal, Tag
from bouquet.foundation.subjects.subject import Ref

PERSON: Final = "accounts.account"
# Rows read of others: their likings, and what they did.
MOST_ROWS: Final = 1500
# Of the nearest, so many are looked at closely.
NEAREST: Final = 60
# What somebody did says less of two people than what both say.
BY_ACTS: Final = 0.5


@dataclass
class _Nearness:
    """How near somebody is, and by what."""

    score: float = 0.0
    tags: dict[UUID, float] = field(default_factory=dict)


def people_like(*, account: Account, most: int = 12) -> list[Suggestion]:
    """Members who like what they like, the nearest first.

    Never somebody who blocks them or whom they block or mute, whom they follow already, whom they dismissed, who does
    not allow to be found; no young member is led to strangers, nor strangers to them. Ten queries, whatever there is.
    """
    known = profiling.known_of(account)
    if known.basis is Basis.NOTHING or not policies.may_be_found(account):
        return []
    near = _near(account, known)
    unwanted = hidden_from(account) | muted_by(account) | _known_already(account)
    best = sorted((key for key in near if key not in unwanted), key=lambda key: (-near[key].score, key))[:NEAREST]
    profiles = {row.account_id: row for row in Profile.objects.filter(account__in=best)}
    people = Account.objects.active().in_bulk(best)
    open_ones = [
        key
        for key in best
        if key in people and policies.is_suggestible(people[key], profiles.get(key) or Profile(account=people[key]))
    ][:most]
    tags = {tag: row.tag for tag, row in known.said.items()}
    highest = near[open_ones[0]].score if open_ones else 1.0
    return [_suggestion(key, near[key], tags, highest) for key in open_ones]


def _near(account: Account, known: Known) -> dict[UUID, _Nearness]:
    """Everybody who shares something, by how rare it is: what two of a thousand like says more than what all like."""
    near: dict[UUID, _Nearness] = defaultdict(_Nearness)
    rare = _rarest(known)
    shared = Affinity.objects.liked().filter(tag__in=rare).exclude(account=account)
    for person, tag in shared.order_by("-id").values_list("account", "tag")[:MOST_ROWS]:
        near[person].tags[tag] = rare[tag]
        near[person].score += rare[tag]
    items = sorted(known.learnt_items.items(), key=lambda pair: -pair[1].weight)[:NEAREST]
    if items:
        weights = {ref.key: learnt.weight for ref, learnt in items}
        # Only of those who allow the use of what they do are there rows at all.
        acts = Signal.objects.about_items().filter(key__in=weights).exclude(account=account)
        rows = set(acts.order_by("-summed_at").values_list("account", "key")[:MOST_ROWS])
        crowds: dict[UUID, int] = defaultdict(int)
        for _person, key in rows:
            crowds[key] += 1
        for person, key in rows:
            near[person].score += BY_ACTS * weights[key] / math.log2(2 + crowds[key])
    return near


def _rarest(known: Known) -> dict[UUID, float]:
    """Their tags with what each is worth, the rarest first, until those who like them are more than are read."""
    worth: dict[UUID, float] = {}
    read = 0
    for tag, row in sorted(known.said.items(), key=lambda pair: (pair[1].tag.people, pair[0])):
        worth[tag] = known.weight_of(row) / math.log2(2 + row.tag.people)
        read += row.tag.people
        if read > MOST_ROWS:
            break
    return worth


def _known_already(account: Account) -> set[UUID]:
    followed = Follow.objects.filter(follower=account).values_list("followed", flat=True)
    dismissed = Dismissal.objects.filter(account=account, kind=PERSON).values_list("key", flat=True)
    return {account.pk, *followed, *dismissed}


def _suggestion(key: UUID, near: _Nearness, tags: dict[UUID, Tag], highest: float) -> Suggestion:
    shared = [tags[tag] for tag in sorted(near.tags, key=lambda tag: -near.tags[tag]) if tag in tags]
    reason = reasons.because_of_likings(shared, len(shared) - 2)
    return Suggestion(Ref(PERSON, key), near.score / highest, reason)
