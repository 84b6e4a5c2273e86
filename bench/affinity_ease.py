"""EASE on a public set: which side is inverted, and how its hyperparameters are chosen.

The exact solution is kept at any size, over users or over items, whichever are fewer. Looking for hyperparameters at
full size would take hours: they are chosen on samples of users (all items), and the ridge, whose best strength changes
with how many users there are, is followed over two sizes and carried on to the full one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags

from bench.affinity_search import Budget, Fitted, Search, Tell, peak
from bouquet.capabilities.affinity.engine.ease import EaseByFeatures, EaseByMembers, Ridge, inverted
from bouquet.capabilities.affinity.engine.interactions import Split, hold_out
from bouquet.capabilities.affinity.engine.measuring import quality
from bouquet.capabilities.affinity.engine.memory import available_bytes

# Of the memory that is free, so much may be one dense matrix; the rest is for blocks of scores.
SHARE_OF_MEMORY = 0.72
FIRST_SAMPLE, SECOND_SAMPLE, JUDGES = 8_000, 16_000, 4_000
STRENGTHS = tuple(float(2.0**power) for power in range(-2, 13))
GROWTHS = (-0.25, 0.0, 0.25, 0.5, 0.75, 1.0)
SILENCES = (0.0, 0.25, 0.5, 0.75, 1.0)
FAMES = (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2)


@dataclass(frozen=True)
class Choice:
    """`strength` and `growth` of the ridge; `silence`: users weigh (their items)^−silence, so that those who have much
    are not heard above all; `fame`: scores are multiplied by (users of the item)^fame."""

    strength: float = 128.0
    growth: float = 0.0
    silence: float = 0.0
    fame: float = 0.0

    def __str__(self) -> str:
        return f"ridge {self.strength:.4g} × frequency^{self.growth:g}, users^−{self.silence:g}, fame^{self.fame:g}"


def chosen_ease(train: csr_matrix, budget: Budget, tell: Tell) -> Fitted:
    """The best choice on a split of `train`, fitted on all of it."""
    split = hold_out(train)
    full = _side(train.shape)
    rate = _rate(min(2500, full))
    last = full**3 / rate + 30
    tell(f"EASE: {rate / 1e9:,.0f} Gflop/s; the last fit inverts {full:,} × {full:,}: about {last:,.0f} s")
    # However dear the last fit is, it is not made blindly: a fifth of the time goes into looking.
    spare = max(budget.left - last, 0.2 * budget.seconds)
    first = _affordable(FIRST_SAMPLE, spare * 0.45 / 16, rate)
    best = _search(split, first, Choice(), seconds=spare * 0.6, tell=tell)
    choice = best.best
    users = train.shape[0]
    if first < users:
        second = min(users, 2 * first)
        spare = budget.left - last
        if spare > 4 * (second**3 / rate + 10):
            choice = _carried(split, best, first, second, users, seconds=spare, tell=tell)
    fit = _fit(train, choice, tell)
    return Fitted(fit, str(choice))


def _search(split: Split, sample: int, start: Choice, *, seconds: float, tell: Tell) -> Search[Choice]:
    judge = _judge(split, sample)
    tell(f"EASE: choosing on {min(sample, split.train.shape[0]):,} users")
    search = Search(judge, start, seconds=seconds, tell=tell)
    search.along("strength", STRENGTHS[::2])
    search.along("silence", SILENCES)
    search.along("growth", GROWTHS)
    search.along("fame", FAMES)
    search.along("strength", STRENGTHS)
    search.along("silence", SILENCES)
    search.along("growth", GROWTHS)
    search.along("fame", FAMES)
    return search


def _carried(
    split: Split, before: Search[Choice], first: int, second: int, users: int, *, seconds: float, tell: Tell
) -> Choice:
    """The best ridge moves with how many users there are: from one sample to twice as many, and so on to all."""
    best = before.best
    judge = _judge(split, second)
    tell(f"EASE: following the ridge on {second:,} users")
    search = Search(judge, best, seconds=seconds, tell=tell)
    search.along("strength", tuple(best.strength * 2.0**step for step in range(-3, 4)))
    near = {each.strength: worth for each, worth in before.known.items() if replace(each, strength=1.0) == _plain(best)}
    far = {each.strength: worth for each, worth in search.known.items()}
    step = np.log2(peak(far) / peak(near)) / np.log2(second / first)
    strength = peak(far) * 2.0 ** (float(np.clip(step, -0.5, 1.0)) * np.log2(users / second))
    return replace(search.best, strength=float(strength))


def _plain(choice: Choice) -> Choice:
    return replace(choice, strength=1.0)


def _judge(split: Split, sample: int) -> Callable[[Choice], float]:
    """What a choice is worth: NDCG@20 of some of the users it was fitted on, for what was held out of theirs."""
    users = np.random.default_rng(7).permutation(split.train.shape[0])[:sample]
    train, test = split.train[users], split.test[users]
    # A fit serves every `fame`.
    fits: dict[Choice, Any] = {}

    def worth(choice: Choice) -> float:
        plain = replace(choice, fame=0.0)
        if plain not in fits:
            fits.clear()
            fits[plain] = _fit(train, plain, lambda said: None)
        judges = min(JUDGES, len(users))
        scores = _famed(fits[plain], train, choice.fame)
        return quality(scores, train=train[:judges], test=test[:judges]).ndcg

    return worth


def _fit(train: csr_matrix, choice: Choice, tell: Tell) -> Any:
    """Scores of the users of `train`."""
    sizes = np.maximum(np.diff(train.indptr), 1).astype(np.float64)
    loudness = sizes**-choice.silence
    # As loud on the whole as if nobody had been silenced, so that the ridge means the same.
    loudness /= np.sqrt(np.average(loudness**2, weights=sizes))
    weighted = (diags(loudness) @ train).tocsr()
    ridge = Ridge(choice.strength, choice.growth)
    users, items = train.shape
    most = int(np.sqrt(SHARE_OF_MEMORY * available_bytes() / 4))
    if items <= min(users, most):
        return _famed(EaseByFeatures(weighted, ridge, tell=tell).scores_of_fitted, train, choice.fame)
    if users <= most:
        return _famed(EaseByMembers(weighted, ridge, tell=tell).scores_of_fitted, train, choice.fame)
    some = np.sort(np.random.default_rng(11).permutation(users)[:most])
    tell(f"there is memory for {most:,} × {most:,}: fitted on {most:,} of {users:,} users, used for all of them")
    model = EaseByMembers(weighted[some], ridge, tell=tell)
    return _famed(lambda start, end: model.scores(weighted[start:end]), train, choice.fame)


def _famed(scores: Any, train: csr_matrix, fame: float) -> Any:
    if fame == 0:
        return scores
    factor = (np.asarray(train.sum(axis=0)).ravel() + 1).astype(np.float32) ** np.float32(fame)
    return lambda start, end: scores(start, end) * factor


def _side(shape: tuple[int, int]) -> int:
    return min(*shape, int(np.sqrt(SHARE_OF_MEMORY * available_bytes() / 4)))


def _rate(size: int) -> float:
    """Floating-point operations a second while inverting: the best of three, for others may be at work."""
    some = np.random.default_rng(1).standard_normal((size, 400), dtype=np.float32)
    took: list[float] = []
    while len(took) < 3 and sum(took) < 2:
        matrix = some @ some.T + 400 * np.eye(size, dtype=np.float32)
        began = time.monotonic()
        inverted(matrix)
        took.append(time.monotonic() - began)
    return float(size**3 / min(took))


def _affordable(wanted: int, seconds: float, rate: float) -> int:
    """The largest sample whose inversion takes about `seconds` at most; never below a thousand."""
    return max(1_000, min(wanted, int((max(1.0, seconds) * rate) ** (1 / 3))))
