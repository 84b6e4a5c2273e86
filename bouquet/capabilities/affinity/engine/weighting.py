"""How much an act counts among all acts: BM25, so that the tenth visit adds little, those who do everything say little
with each thing, and what everybody likes tells little of anybody.

S. Robertson, H. Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), with members as documents
and things as words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SATURATION = 1.2
LENGTH = 0.5


def bm25(acts: csr_matrix, *, saturation: float = SATURATION, length: float = LENGTH) -> csr_matrix:
    """`acts` (members × things, sums of what was done) weighted:
    w = idf · tf · (k₁ + 1) / (tf + k₁ · (1 − b + b · |member| / mean)), idf = ln(1 + (N − n + ½) / (n + ½))."""
    import numpy as np
    from scipy.sparse import csr_matrix

    rows = csr_matrix(acts, dtype=np.float64, copy=True)
    members, things = rows.shape
    having = np.bincount(rows.indices, minlength=things)
    rarity = np.log1p((members - having + 0.5) / (having + 0.5))
    sums = np.asarray(rows.sum(axis=1)).ravel()
    mean = float(sums.mean()) if members else 0.0
    lengths = 1 - length + length * sums / (mean or 1.0)
    of_row = np.repeat(lengths, np.diff(rows.indptr))
    rows.data = rarity[rows.indices] * rows.data * (saturation + 1) / (rows.data + saturation * of_row)
    return csr_matrix(rows, dtype=np.float32)
