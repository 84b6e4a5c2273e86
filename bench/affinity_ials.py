"""iALS on a public set: chosen with short vectors, then made long."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from bench.affinity_search import Budget, Fitted, Search, Tell
from bouquet.capabilities.affinity.engine import ials
from bouquet.capabilities.affinity.engine.ials import Factors, Setting
from bouquet.capabilities.affinity.engine.interactions import hold_out
from bouquet.capabilities.affinity.engine.measuring import quality
from bouquet.capabilities.affinity.engine.weighting import bm25

SHORT, LONGER = 64, (128, 256, 512)
SHORT_ROUNDS, MOST_ROUNDS = 8, 16
JUDGES = 4_000
UNSEEN = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
PENALTIES = tuple(float(2.0**power) for power in range(-6, 8))
GROWTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
FAMES = (-0.3, -0.2, -0.1, 0.0, 0.1)


@dataclass(frozen=True)
class Choice:
    """`is_weighted`: acts weigh as BM25 says, not all alike; `fame` as in EASE; the rest as in `ials.Setting`."""

    factors: int = SHORT
    unseen: float = 0.03
    penalty: float = 1.0
    growth: float = 0.5
    rounds: int = SHORT_ROUNDS
    fame: float = 0.0
    is_weighted: bool = False

    @property
    def setting(self) -> Setting:
        return Setting(self.factors, self.unseen, self.penalty, self.growth, self.rounds)

    def __str__(self) -> str:
        return (
            f"{self.factors} factors, unseen {self.unseen:g}, penalty {self.penalty:.4g} × frequency^{self.growth:g}, "
            f"{self.rounds} rounds, fame^{self.fame:g}{', BM25' if self.is_weighted else ''}"
        )


def chosen_ials(train: csr_matrix, budget: Budget, tell: Tell) -> Fitted:
    """The best choice on a split of `train`, fitted on all of it."""
    split = hold_out(train)
    judges = np.sort(np.random.default_rng(7).permutation(train.shape[0])[:JUDGES])
    had, wanted = split.train[judges], split.test[judges]
    longest = max(16, min(train.shape) // 4)
    fits: dict[Choice, Factors] = {}

    def judged(choice: Choice, factors: Factors) -> float:
        members = factors.members[judges]
        famed = _famed(factors.features, split.train, choice.fame)
        return quality(lambda start, end: members[start:end] @ famed.T, train=had, test=wanted).ndcg

    def worth(choice: Choice) -> float:
        plain = replace(choice, fame=0.0)
        if plain not in fits:
            fits.clear()
            fits[plain] = ials.fit(_weighted(split.train, choice), choice.setting)
        return judged(choice, fits[plain])

    short = min(SHORT, longest)
    tell(f"iALS: choosing with {short} factors")
    search = Search(worth, Choice(factors=short), seconds=budget.left * 0.35, tell=tell)
    for _again in range(2):
        search.along("penalty", PENALTIES)
        search.along("unseen", UNSEEN)
        search.along("growth", GROWTHS)
        search.along("is_weighted", (False, True))
    for length in (each for each in LONGER if each <= longest):
        # A fit takes as long as the square of the vectors; about nine are made: the search, the rounds, the last one.
        took = search.dearest * (length / search.best.factors) ** 2
        if 9 * took > budget.left:
            tell(f"iALS: no time for {length} factors")
            break
        tell(f"iALS: again with {length} factors")
        longer = Search(worth, replace(search.best, factors=length), seconds=budget.left * 0.45, tell=tell)
        longer.along("penalty", PENALTIES)
        longer.along("unseen", UNSEEN)
        if longer.known[longer.best] <= search.known[search.best]:
            break
        search = longer
    choice = search.best
    if 4 * search.dearest < budget.left:
        choice = _with_rounds(choice, judged, split.train, tell)
    famed = Search(worth, choice, seconds=max(1.0, budget.left * 0.3), tell=tell)
    famed.along("fame", FAMES)
    choice = famed.best
    fits.clear()
    factors = ials.fit(_weighted(train, choice), choice.setting)
    features = _famed(factors.features, train, choice.fame)
    return Fitted(lambda start, end: factors.members[start:end] @ features.T, str(choice))


def _with_rounds(choice: Choice, judged, train: csr_matrix, tell: Tell) -> Choice:  # type: ignore[no-untyped-def]
    """How many rounds are best: more is not always better."""
    found: dict[int, float] = {}

    def look(turn: int, factors: Factors) -> None:
        if turn % 2:
            found[turn + 1] = judged(choice, factors)

    ials.fit(_weighted(train, choice), replace(choice.setting, rounds=MOST_ROUNDS), after=look)
    best = max(found, key=found.__getitem__)
    tell(f"iALS: {best} rounds of {', '.join(f'{turn}: {worth:.5f}' for turn, worth in found.items())}")
    return replace(choice, rounds=best)


def _weighted(train: csr_matrix, choice: Choice) -> csr_matrix:
    if not choice.is_weighted:
        return train
    weighted = bm25(train)
    weighted.data /= weighted.data.mean()
    return weighted


def _famed(features: np.ndarray, train: csr_matrix, fame: float) -> np.ndarray:
    having = np.asarray(train.sum(axis=0)).ravel() + 1
    return np.asarray(features * (having[:, None] ** fame), dtype=np.float32)
