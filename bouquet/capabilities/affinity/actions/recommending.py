"""What a member might like, and who is like them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from, muted_by
from bouquet.capabilities.affinity import kinds, policies
from bouquet.capabilities.affinity.actions import consulting, profiling, reasons
from bouquet.capabilities.affinity.actions.dismissing import dismiss, restore
from bouquet.capabilities.affinity.actions.kindred import people_like
from bouquet.capabilities.affinity.actions.profiling import Known
from bouquet.capabilities.affinity.actions.suggestion import Suggestion
from bouquet.capabilities.affinity.engine import ranking
from bouquet.capabilities.affinity.engine.arrays import Heard
from bouquet.capabilities.affinity.engine.ranking import Candidate
from bouquet.capabilities.affinity.models import TAG_KIND, Basis, CatalogueItem, Dismissal, ItemTag, Tag
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import subjects, visible
from bouquet.foundation.subjects.subject import Ref, Subject

__all__ = ["Suggestion", "behaviour_neighbours", "dismiss", "for_you", "people_like", "restore"]

# How many are looked at before the best are chosen.
POOL: Final = 150
TAGGED: Final = 300
LIVELY: Final = 40
# What bears a tag that is not them counts so much less.
NOT_THEM: Final = 0.2
# Beside 1 for what a model says: what the tags say by themselves, and that others are there.
BY_TAGS: Final = 0.6
BY_PEOPLE: Final = 0.05


def for_you(*, account: Account, kind: str, most: int = 12, exclude: Iterable[UUID] = ()) -> list[Suggestion]:
    """What of `kind` they might like, the best first; `exclude` holds what they have already.

    What they said a moment ago counts. Nothing that is not recommendable or that they may not see is among it, nothing
    they dismissed, nothing of somebody they block, mute or are blocked by, nothing above their age. About a dozen
    queries, whatever there is.
    """
    known = profiling.known_of(account)
    search = _Search(account, kind, known, set(exclude))
    search.look()
    ranked = ranking.weighed(search.candidates(), now=clock.now())
    allowed = _allowed(account, kind, ranked[: 3 * most + 10], search.unwanted_people)
    chosen = ranking.varied([each for each in ranked if each.key in allowed], most=most)
    return search.told(sorted(chosen, key=lambda each: -each.score))


def behaviour_neighbours(kind: str, key: UUID, *, most: int = 12) -> list[Ref]:
    """What people who liked this liked as well, of the same kind, the likeliest first; nothing while no model knows it.

    Only what is recommendable this moment; whether the visitor may see it is for the caller to ask (`visible`).
    """
    model = consulting.model()
    if model is None:
        return []
    heard = model.hear({Ref(kind, key): 1.0}, kind=kind, most=2 * most)
    # Fewer people than that are no crowd to hide in.
    near = [each.ref for each in heard if each.people >= reasons.FEWEST]
    live = {item.key for item in kinds.items_of(kind, [ref.key for ref in near]) if item.is_recommendable}
    return [ref for ref in near if ref.key in live][:most]


@dataclass
class _Search:
    """One answer in the making: what was found, and why."""

    account: Account
    kind: str
    known: Known
    had: set[UUID]
    unwanted_people: set[UUID] = field(default_factory=set)
    heard: dict[UUID, Heard] = field(default_factory=dict)
    rows: list[CatalogueItem] = field(default_factory=list)
    tags_of: dict[UUID, set[UUID]] = field(default_factory=dict)
    tags: dict[UUID, Tag] = field(default_factory=dict)

    def look(self) -> None:
        """Find what may be suggested."""
        self.had |= set(
            Dismissal.objects.filter(account=self.account, kind=self.kind).values_list("key", flat=True)
        ) | {ref.key for ref in self.known.learnt_items if ref.kind == self.kind}
        self.unwanted_people = hidden_from(self.account) | muted_by(self.account)
        keys = self._spoken_for() | self._tagged()
        found = CatalogueItem.objects.filter(kind=self.kind, is_recommendable=True)
        rows = {row.key: row for row in found.filter(key__in=keys - self.had)}
        if len(rows) < POOL // 2:
            others = found.exclude(key__in=self.had)
            for order in ("-size", "-active_at"):
                rows |= {row.key: row for row in others.order_by(order)[:LIVELY]}
        self.rows = [row for row in rows.values() if self._suits(row)]
        for item, tag in ItemTag.objects.filter(item__in=[row.pk for row in self.rows]).values_list("item", "tag"):
            self.tags_of.setdefault(item, set()).add(tag)

    def candidates(self) -> list[Candidate]:
        """What was found, with how much speaks for each."""
        weights = self.known.tag_weights()
        self.tags = {row.tag_id: row.tag for row in self.known.said.values()} | profiling.learnt_names(self.known)
        loudest = max((each.score for each in self.heard.values()), default=0.0) or 1.0
        by_tags = {row.pk: self._by_tags(row, weights) for row in self.rows}
        nearest = max(by_tags.values(), default=0.0) or 1.0
        largest = math.log1p(max((row.size for row in self.rows), default=0)) or 1.0
        found = []
        for row in self.rows:
            spoken = self.heard[row.key].score / loudest if row.key in self.heard else 0.0
            score = spoken + BY_TAGS * by_tags[row.pk] / nearest + BY_PEOPLE * (0.2 + math.log1p(row.size) / largest)
            own = self.tags_of.get(row.pk, set())
            if own & set(self.known.refused):
                score *= NOT_THEM
            found.append(Candidate(row.key, score, row.size, row.active_at, frozenset(own)))
        return found

    def told(self, chosen: list[Candidate]) -> list[Suggestion]:
        """The chosen ones, each with its reason."""
        heard = [self.heard[each.key] for each in chosen if each.key in self.heard]  # type: ignore[index]
        named = self._subjects({each.because for each in heard if each.because.kind != TAG_KIND})
        rows = {row.key: row for row in self.rows}
        return [self._suggestion(each, rows[each.key], named) for each in chosen]  # type: ignore[index]

    def _spoken_for(self) -> set[UUID]:
        model = consulting.model() if self.known.basis is not Basis.NOTHING else None
        if model is None:
            return set()
        self.heard = {
            each.ref.key: each for each in model.hear(self.known.weights(), kind=self.kind, most=POOL + len(self.had))
        }
        return set(self.heard)

    def _tagged(self) -> set[UUID]:
        tags = self.known.tag_weights()
        if not tags:
            return set()
        tagged = ItemTag.objects.filter(tag__in=tags, item__kind=self.kind, item__is_recommendable=True)
        return set(tagged.order_by("-item").values_list("item__key", flat=True)[:TAGGED])

    def _suits(self, row: CatalogueItem) -> bool:
        if row.author_id == self.account.pk or row.author_id in self.unwanted_people:
            return False
        return _is_old_enough(self.account, row.least_age)

    def _by_tags(self, row: CatalogueItem, weights: dict[UUID, float]) -> float:
        """What the tags it bears say by themselves: a tag that few have says more."""
        own = self.tags_of.get(row.pk, set())
        shared = [
            weights[tag] / math.log2(4 + self.tags[tag].people) for tag in own & weights.keys() & self.tags.keys()
        ]
        return sum(shared) / math.sqrt(len(own)) if own else 0.0

    def _suggestion(self, each: Candidate, row: CatalogueItem, named: dict[Ref, Subject]) -> Suggestion:
        ref = Ref(self.kind, row.key)
        heard = self.heard.get(row.key)
        if heard is not None and (heard.because.key in self.tags or heard.because in named):
            model = consulting.model()
            verb = model.verb_of(ref) if model is not None else ""
            text = reasons.because_of(heard, self.known, verb=verb, tags=self.tags, subjects=named)
            people = heard.people if heard.people >= reasons.FEWEST else 0
            return Suggestion(ref, each.score, text, heard.because, people)
        weights = self.known.tag_weights()
        shared = sorted(self.tags_of.get(row.pk, set()) & weights.keys() & self.tags.keys())
        if shared:
            tag = max(shared, key=weights.__getitem__)
            return Suggestion(ref, each.score, reasons.because_of_tag(self.tags[tag], self.known), Ref(TAG_KIND, tag))
        is_crowd = row.size >= reasons.FEWEST
        return Suggestion(ref, each.score, reasons.because_it_is_lively() if is_crowd else reasons.because_it_is_new())

    def _subjects(self, refs: set[Ref]) -> dict[Ref, Subject]:
        return subjects(visible(refs, self.account)) if refs else {}


def _allowed(account: Account, kind: str, ranked: list[Candidate], unwanted_people: Collection[UUID]) -> set[UUID]:
    """Which of them may be suggested this moment, as their owner says now: what was kept of them may be old."""
    keys: list[UUID] = [each.key for each in ranked]  # type: ignore[misc]
    live = [
        Ref(kind, item.key)
        for item in kinds.items_of(kind, keys)
        if item.is_recommendable
        and item.author_id != account.pk
        and item.author_id not in unwanted_people
        and _is_old_enough(account, item.least_age)
    ]
    return {ref.key for ref in visible(live, account)} if live else set()


def _is_old_enough(account: Account, least_age: int) -> bool:
    """Who told us no age is led to nothing that has one."""
    if not least_age:
        return True
    age = policies.age_of(account)
    return age is not None and age >= least_age
