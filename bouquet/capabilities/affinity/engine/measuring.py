"""How good a ranking is: recall@k and NDCG@k, as the papers on the public sets measure them (X. He and others,
*LightGCN*, SIGIR 2020): every item is ranked but those of the member's training, and every member with test items
counts alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

# (start, end) of the members wanted → their scores, members × items.
Scores = Callable[[int, int], Any]
_CELLS = 40_000_000


@dataclass(frozen=True)
class Quality:
    """Both from 0 to 1. `members` had something to be found."""

    recall: float
    ndcg: float
    members: int


def quality(scores: Scores, *, train: csr_matrix, test: csr_matrix, most: int = 20) -> Quality:
    """Recall@most = hits / |test items of the member|; NDCG@most with hits worth 1 / log2(place + 1), beside the best
    that min(most, |test items|) hits could have. Items of `train` are not ranked, and count as missed."""
    import numpy as np

    members, items = train.shape
    most = min(most, items)
    recall = gain = 0.0
    counted = 0
    worth = 1 / np.log2(np.arange(2, most + 2))
    best = np.concatenate([[0.0], np.cumsum(worth)])
    wanted = np.diff(test.indptr)
    at_once = max(1, _CELLS // max(1, items))
    for start in range(0, members, at_once):
        end = min(start + at_once, members)
        here = np.flatnonzero(wanted[start:end])
        if not len(here):
            continue
        ranked = top(scores(start, end), train[start:end], most)[here]
        found = _hits(ranked, test[start:end][here])
        sizes = wanted[start:end][here]
        recall += float((found.sum(axis=1) / sizes).sum())
        gain += float(((found * worth).sum(axis=1) / best[np.minimum(sizes, most)]).sum())
        counted += len(here)
    return Quality(recall / max(1, counted), gain / max(1, counted), counted)


def top(scores: Any, had: csr_matrix, most: int) -> NDArray[np.intp]:
    """The best `most` items of each row, best first; what the member had comes last of all. `scores` is changed."""
    import numpy as np

    values = np.ascontiguousarray(scores)
    rows = np.repeat(np.arange(values.shape[0]), np.diff(had.indptr))
    values[rows, had.indices] = -np.inf
    some = np.argpartition(values, -most, axis=1)[:, -most:]
    order = np.argsort(-np.take_along_axis(values, some, axis=1), axis=1, kind="stable")
    return np.take_along_axis(some, order, axis=1)


def _hits(ranked: NDArray[np.intp], test: csr_matrix) -> NDArray[np.bool_]:
    """Where a ranked item is one of the row's test items."""
    import numpy as np

    items = test.shape[1]
    rows = np.repeat(np.arange(test.shape[0], dtype=np.int64), np.diff(test.indptr))
    known = np.sort(rows * items + test.indices)
    asked = np.arange(len(ranked), dtype=np.int64)[:, None] * items + ranked
    places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return np.asarray(known[places] == asked)
