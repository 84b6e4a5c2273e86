"""iALS: each member and each feature is a short vector; they are solved in turn.

Y. Hu, Y. Koren, C. Volinsky, *Collaborative Filtering for Implicit Feedback Datasets* (ICDM 2008), by the kept library
`implicit`. S. Rendle, W. Krichene, L. Zhang, Y. Koren, *Revisiting the Performance of iALS on Item Recommendation
Benchmarks* (RecSys 2022) show what it needs: long vectors, a small weight for what was not seen, and a penalty that
grows with how often somebody acts. `implicit` knows one penalty for all; rows are therefore solved in groups of about
the same frequency, each with its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float32]

_SPREAD = 0.1
_CG_STEPS = 3


@dataclass(frozen=True)
class Setting:
    """`unseen` is the weight of what was not seen beside 1 for what was (α₀); `penalty` is λ, multiplied for each row
    by (its acts + unseen · all there is)^growth (λ* and ν of the paper, scaled to the mean row, so that λ keeps its
    size whatever the growth)."""

    factors: int = 64
    unseen: float = 0.1
    penalty: float = 3.0
    growth: float = 0.5
    rounds: int = 12


@dataclass(frozen=True)
class Factors:
    """`members` @ `features`.T scores everything for everybody."""

    members: Floats
    features: Floats


def fit(
    seen: csr_matrix, setting: Setting, *, seed: int = 1, after: Callable[[int, Factors], None] | None = None
) -> Factors:
    """Factors of `seen` (members × features; a value says how sure it is, 1 for an act). Same seed, same factors, but
    for the order in which threads add. `after(round, factors)` is called with what there is so far."""
    import numpy as np
    from scipy.sparse import csr_matrix

    rows = csr_matrix(seen, dtype=np.float32, copy=True)
    # What was not seen weighs 1 in `implicit`: what was seen weighs so much more.
    rows.data = 1 + rows.data / np.float32(setting.unseen)
    columns = rows.T.tocsr()
    chance = np.random.default_rng(seed)
    spread = _SPREAD / np.sqrt(setting.factors)
    members, features = (
        (chance.standard_normal((size, setting.factors), dtype=np.float32) * np.float32(spread)) for size in rows.shape
    )
    for turn in range(setting.rounds):
        _solve(columns, features, members, setting)
        _solve(rows, members, features, setting)
        if after is not None:
            after(turn, Factors(members, features))
    return Factors(members, features)


def _solve(rows: csr_matrix, wanted: Floats, given: Floats, setting: Setting) -> None:
    """Solve `wanted` (a vector for each of `rows`) with `given` standing still."""
    from implicit.cpu._als import least_squares_cg
    from threadpoolctl import threadpool_limits

    # Every thread of `implicit` multiplies on its own: where BLAS has threads as well, they wait for each other, with
    # long vectors a hundred times as long as they work.
    with threadpool_limits(1, user_api="blas"):
        _solve_groups(least_squares_cg, rows, wanted, given, setting)


def _solve_groups(
    least_squares_cg: Callable[..., None], rows: csr_matrix, wanted: Floats, given: Floats, setting: Setting
) -> None:
    for group, penalty in _groups(rows, setting):
        if len(group) == rows.shape[0]:
            least_squares_cg(rows, wanted, given, penalty, num_threads=0, cg_steps=_CG_STEPS)
            continue
        vectors = wanted[group]
        least_squares_cg(rows[group], vectors, given, penalty, num_threads=0, cg_steps=_CG_STEPS)
        wanted[group] = vectors


def _groups(rows: csr_matrix, setting: Setting) -> list[tuple[NDArray[np.intp], float]]:
    """Rows of about the same frequency (within a third of a power of two), and the penalty of each group."""
    import numpy as np

    base = setting.penalty / setting.unseen
    acts = np.diff(rows.indptr) + setting.unseen * rows.shape[1]
    if setting.growth == 0:
        return [(np.arange(rows.shape[0]), base)]
    steps = np.round(3 * np.log2(acts)).astype(int)
    mean = float(acts.mean())
    groups = [np.flatnonzero(steps == step) for step in np.unique(steps)]
    return [(group, float(base * (acts[group].mean() / mean) ** setting.growth)) for group in groups]


def spoken(factors: Factors, setting: Setting) -> Floats:
    """Vectors Z such that Z_i · Z_j is how much liking i speaks for j to somebody new: the fold-in of iALS,
    y_jᵀ (YᵀY + λI)⁻¹ y_i, with the shared part of its matrix. Its nearest neighbours are the rows of the model."""
    import numpy as np
    from scipy.linalg import cholesky, solve_triangular

    size = factors.features.shape[1]
    gram = factors.features.T @ factors.features + setting.penalty / setting.unseen * np.eye(size, dtype=np.float32)
    lower = cholesky(gram.astype(np.float64), lower=True)
    return np.ascontiguousarray(solve_triangular(lower, factors.features.T.astype(np.float64), lower=True).T, "f4")
