"""A small classifier of texts: complement naive Bayes (Rennie et al., ICML 2003) over hashed character n-grams.

Character n-grams see through spelling and need no list of words. Hashing needs no vocabulary, so that what is kept of
members' words is an array of weights. Training takes scikit-learn, in a task; a score takes numpy alone, for it is
asked within a request.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from bouquet.capabilities.moderation.engine import folding

SIZE = 2**16
LONGEST = 5000
SHORTEST_GRAM, LONGEST_GRAM = 2, 4
_SPACE = re.compile(r"\s+")
# A text is called bad only as surely as nine of ten such were, when it had not been seen (cross-validation).
WANTED_PRECISION = 0.9
FOLDS = 5


@dataclass(frozen=True)
class Model:
    """`weights` for each feature; a text whose score is at least `threshold` is likely bad."""

    weights: np.ndarray[Any, np.dtype[np.float32]]
    bias: float
    threshold: float

    def score(self, text: str) -> float:
        """How bad, as the log of odds; comparable with `threshold` only."""
        places, values = features(text)
        return float(self.weights[places] @ values) + self.bias if len(places) else float("-inf")

    def to_bytes(self) -> bytes:
        """Arrays only: reading them cannot run anything (unlike a pickle)."""
        file = io.BytesIO()
        np.savez_compressed(file, weights=self.weights, rest=np.array([self.bias, self.threshold]))
        return file.getvalue()


def from_bytes(content: bytes) -> Model:
    """Raises ValueError for anything else than what `to_bytes` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        return Model(kept["weights"], float(kept["rest"][0]), float(kept["rest"][1]))


def features(text: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Places and values of the n-grams in words (with the spaces around them); the values' squares add up to one."""
    bare = f" {_SPACE.sub(' ', folding.bare(text[:LONGEST])).strip()} "
    counts: Counter[int] = Counter()
    for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        counts.update(crc32(bare[at : at + length].encode()) % SIZE for at in range(len(bare) - length + 1))
    if len(bare) <= 2:
        counts.clear()
    places = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    values = np.log1p(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))
    return places, values / (np.linalg.norm(values) or 1)


def train(texts: Sequence[str], is_bad: Sequence[bool]) -> Model | None:
    """A model of these; None when cross-validation finds no threshold that is right often enough."""
    from scipy.sparse import csr_matrix, vstack
    from sklearn.model_selection import StratifiedKFold

    rows = vstack([_row(text, csr_matrix) for text in texts]).tocsr()
    truth = np.asarray(is_bad, dtype=bool)
    folds = min(FOLDS, int(truth.sum()), int((~truth).sum()))
    if folds < 2:
        return None
    scores = np.zeros(len(truth))
    for known, unseen in StratifiedKFold(folds, shuffle=True, random_state=0).split(rows, truth):
        weights, bias = _fit(rows[known], truth[known])
        scores[unseen] = rows[unseen] @ weights + bias
    threshold = _threshold(scores, truth)
    if threshold is None:
        return None
    weights, bias = _fit(rows, truth)
    return Model(weights.astype(np.float32), bias, threshold)


def _row(text: str, csr_matrix: Any) -> Any:
    places, values = features(text)
    return csr_matrix((values, (np.zeros(len(places), dtype=np.int64), places)), shape=(1, SIZE))


def _fit(rows: Any, truth: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], float]:
    from sklearn.naive_bayes import ComplementNB

    fitted = ComplementNB(alpha=0.1).fit(rows, truth)
    weights = fitted.feature_log_prob_[1] - fitted.feature_log_prob_[0]
    # Two classes: the complement of one is the other, so that no prior is needed to compare them.
    return weights, 0.0


def _threshold(scores: np.ndarray[Any, Any], truth: np.ndarray[Any, Any]) -> float | None:
    """The lowest score from which on at least WANTED_PRECISION were bad."""
    best = None
    bad = 0
    for rank, place in enumerate(np.argsort(-scores), start=1):
        bad += bool(truth[place])
        if bad / rank >= WANTED_PRECISION and bad >= FOLDS:
            best = float(scores[place])
    return best
