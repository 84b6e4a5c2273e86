"""A model from who likes what: EASE while its matrix fits into a worker, iALS and its nearest neighbours beyond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bouquet.capabilities.affinity.engine import ease, ials, weighting
from bouquet.capabilities.affinity.engine.arrays import Model, made_of, sparse_rows
from bouquet.foundation.subjects.subject import Ref

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

# EASE inverts features × features: 6,000 take 150 MB thrice, and ten seconds of a worker.
EASE_MOST: Final = 6_000
# What each feature speaks for at most.
MOST_TARGETS: Final = 150
# What an item's own tags say of it, beside one member who has both: so that what nobody has found yet is heard of.
CONTENT: Final = 0.7
STRENGTHS: Final = (1.0, 5.0, 25.0, 125.0, 500.0)
_FEWEST_TO_CHOOSE = 50
_LONG = ials.Setting(factors=64, unseen=0.05, penalty=2.0, growth=0.5, rounds=10)


@dataclass(frozen=True)
class Likings:
    """`members` × `features`: sums of what each did or said (see `actions.training`); `tags_of`: items × features,
    which tags an item bears and itself; `verbs`: what most did to each feature."""

    features: Sequence[Ref]
    verbs: Sequence[str]
    members: csr_matrix
    tags_of: csr_matrix


def learn(likings: Likings, *, method: str) -> Model:
    """`method`: "ease" or "ials". The same likings give the same model (iALS: but for the order of additions)."""
    import numpy as np

    weighted = _weighted(likings)
    speak = _ease if method == "ease" else _ials
    starts, targets, weights = speak(weighted, likings)
    owners = np.repeat(np.arange(len(likings.features)), np.diff(starts))
    # A profile says how much there is of a feature; how rare the feature is, the model says.
    spoken = (weights * _rarity(likings)[owners]).astype(np.float32)
    together = _together(likings.members, owners, targets)
    return made_of(likings.features, likings.verbs, (starts, targets, spoken), together)


def method_for(features: int) -> str:
    """Which method a network of so many tags and items gets."""
    return "ease" if features <= EASE_MOST else "ials"


def _weighted(likings: Likings) -> csr_matrix:
    """BM25 of what members did, and below it a row for each item with its tags."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack

    rows = likings.members
    weighted = weighting.bm25(rows) if rows.nnz else rows.astype(np.float32)
    if weighted.nnz:
        weighted.data /= weighted.data.mean()
    return csr_matrix(vstack([weighted, CONTENT * likings.tags_of], format="csr"), dtype=np.float32)


def _rarity(likings: Likings) -> NDArray[np.float32]:
    import numpy as np

    members, things = likings.members.shape
    having = np.bincount(likings.members.indices, minlength=things)
    rarity = np.log1p((members - having + 0.5) / (having + 0.5))
    return np.asarray(rarity / max(float(rarity.mean()), 1e-6), dtype=np.float32)


def _ease(weighted: csr_matrix, likings: Likings) -> tuple[Any, Any, Any]:
    strength = _strength(weighted, likings)
    model = ease.EaseByFeatures(weighted, ease.Ridge(strength, growth=0.25))
    return sparse_rows(model.weights, most=MOST_TARGETS)


def _strength(weighted: csr_matrix, likings: Likings) -> float:
    """The ridge that finds best what is held out of what members like; a middle one where there are too few to ask."""
    import numpy as np
    from scipy.sparse import vstack

    from bouquet.capabilities.affinity.engine.interactions import hold_out
    from bouquet.capabilities.affinity.engine.measuring import quality

    members = likings.members.shape[0]
    if int((np.diff(likings.members.indptr) >= 3).sum()) < _FEWEST_TO_CHOOSE:
        return STRENGTHS[1]
    split = hold_out(weighted[:members])
    kept = weighted[:members].multiply(split.train).tocsr()
    rows = vstack([kept, weighted[members:]], format="csr")

    def worth(strength: float) -> float:
        model = ease.EaseByFeatures(rows, ease.Ridge(strength, growth=0.25))
        return quality(lambda start, end: model.scores(kept[start:end]), train=split.train, test=split.test).ndcg

    return max(STRENGTHS, key=worth)


def _ials(weighted: csr_matrix, likings: Likings) -> tuple[Any, Any, Any]:
    """Each feature's nearest neighbours among the vectors of the fold-in (`ials.spoken`), found by usearch."""
    import numpy as np
    from usearch.index import Index

    factors = ials.fit(weighted, _LONG)
    vectors = ials.spoken(factors, _LONG)
    size = len(vectors)
    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f32")
    index.add(np.arange(size), vectors)
    wanted = min(MOST_TARGETS + 1, size)
    targets, weights = [], []
    for start in range(0, size, 4096):
        block = np.arange(start, min(start + 4096, size))
        found = index.search(vectors[block], wanted)
        keys = np.asarray(found.keys).reshape(len(block), -1).astype(np.int64)
        # usearch gives 1 − the inner product.
        near = 1 - np.asarray(found.distances).reshape(len(block), -1)
        for own, row, values in zip(block, keys, near, strict=True):
            chosen = (values > 0) & (row != own)
            order = np.argsort(row[chosen])
            targets.append(row[chosen][order])
            weights.append(values[chosen][order])
    starts = np.concatenate([[0], np.cumsum([len(each) for each in targets])]).astype(np.int64)
    return starts, np.concatenate(targets).astype(np.int32), np.concatenate(weights).astype(np.float32)


def _together(members: csr_matrix, owners: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.int32]:
    """How many members have both, for each pair."""
    import numpy as np

    having = members.copy()
    having.data = np.ones_like(having.data, dtype=np.int32)
    both = (having.T @ having).tocsr()
    counts = np.asarray(both[owners, targets]).ravel() if len(owners) else np.empty(0)
    return counts.astype(np.int32)
