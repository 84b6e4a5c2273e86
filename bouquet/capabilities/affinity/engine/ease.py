"""EASE: a linear model of what goes with what, solved at once.

H. Steck, *Embarrassingly Shallow Autoencoders for Sparse Data* (WWW 2019): B minimises ‖X − XB‖² + ‖√Λ B‖² with a zero
diagonal. With P = (XᵀX + Λ)⁻¹, B = I − P · diag(P)⁻¹. Row i of B says how much liking i speaks for every other
feature, which is the reason shown to members.

Λ may grow with how often a feature is seen (`Ridge`), after H. Steck, *Autoencoders that don't overfit towards the
Identity* (NeurIPS 2020): what is seen often is penalised more, and what is rare comes through.

There are two ways to the same B. By features: P is features × features. By members: with K = I + XΛ⁻¹Xᵀ (members ×
members) and the push-through identity, XP = K⁻¹XΛ⁻¹. The shorter side of X is the one to invert, so that 50,000 members
and 90,000 items need 11 GB and not 34.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float32]

Tell = Callable[[str], None]
_BLOCK = 1024
_ROWS = 512
# Beyond it an inverse takes minutes.
_LONG = 10_000


@dataclass(frozen=True)
class Ridge:
    """Λ = strength · (seen / mean seen)^growth for each feature; `growth` 0 is the plain EASE."""

    strength: float
    growth: float = 0.0

    def of(self, seen: NDArray[Any]) -> Floats:
        """`seen`: the diagonal of XᵀX. Λ is never below a hundredth of `strength`: the solution stays finite."""
        import numpy as np

        mean = max(float(seen.mean()), 1e-9)
        relative = (np.maximum(seen, 1e-3 * mean) / mean) ** self.growth
        return np.asarray(self.strength * np.maximum(relative, 0.01), dtype=np.float32)


def weights_between(gram: Floats, ridge: Floats, *, tell: Tell = lambda said: None) -> Floats:
    """B for the Gram matrix XᵀX (overwritten: B takes its place), by features."""
    import numpy as np

    size = len(gram)
    gram[np.arange(size), np.arange(size)] += ridge
    inverse = inverted(gram, tell=tell)
    diagonal = np.diag(inverse).copy()
    inverse /= -diagonal[None, :]
    inverse[np.arange(size), np.arange(size)] = 0
    return inverse


def inverted(matrix: NDArray[Any], *, block: int = _BLOCK, tell: Tell = lambda said: None) -> NDArray[Any]:
    """The inverse of a symmetric positive definite matrix, in its own memory.

    Block by block, by the sweep operator on the lower half: n³ operations, nearly all of them in products of matrices.
    (LAPACK's own potrf and potri need no more, but OpenBLAS 0.3.31 dies in them at 30,000 rows.) Raises ArithmeticError
    when the matrix is not positive definite. A large one is told of at every tenth.
    """
    import numpy as np

    size = len(matrix)
    tenth = max(1, size // (10 * block)) * block
    for start in range(0, size, block):
        if start and size > _LONG and start % tenth == 0:
            tell(f"inverted {start:,} of {size:,}")
        here = slice(start, min(start + block, size))
        pivot = _small_inverse(matrix[here, here])
        # The block's column, from the lower half: what is above it stands in its row.
        column = np.concatenate([matrix[here, :start].T, matrix[here, here], matrix[here.stop :, here]])
        swept = column @ pivot
        for top in range(0, size, block):
            rows = slice(top, min(top + block, size))
            if top != start:
                matrix[rows, : rows.stop] -= swept[rows] @ column[: rows.stop].T
        matrix[here, :start] = swept[:start].T
        matrix[here.stop :, here] = swept[here.stop :]
        matrix[here, here] = -pivot
    np.negative(matrix, out=matrix)
    _mirror(matrix, block)
    return matrix


def _small_inverse(pivot: NDArray[Any]) -> NDArray[Any]:
    """Of one block, whose lower half counts: in double precision."""
    import numpy as np
    from scipy.linalg import LinAlgError, cho_factor, cho_solve

    try:
        factor = cho_factor(pivot.astype(np.float64), lower=True, overwrite_a=True)
    except LinAlgError:
        raise ArithmeticError("the matrix is not positive definite") from None
    inverse = cho_solve(factor, np.eye(len(pivot)))
    return np.asarray((inverse + inverse.T) / 2, dtype=pivot.dtype)


def _mirror(lower: NDArray[Any], block: int) -> None:
    """Copy the lower half above the diagonal."""
    import numpy as np

    size = len(lower)
    for start in range(0, size, block):
        end = min(start + block, size)
        square = lower[start:end, start:end]
        square[:] = np.tril(square) + np.tril(square, -1).T
        lower[start:end, end:] = lower[end:, start:end].T


def _products(left: csr_matrix, right: csr_matrix) -> Floats:
    """The dense product of two sparse matrices, without a sparse one of it in between."""
    import numpy as np

    made = np.empty((left.shape[0], right.shape[1]), dtype=np.float32)
    for start in range(0, len(made), _ROWS):
        made[start : start + _ROWS] = (left[start : start + _ROWS] @ right).toarray()
    return made


class EaseByFeatures:
    """EASE solved over features. `weighted`: members × features, as it is fitted on."""

    def __init__(self, weighted: csr_matrix, ridge: Ridge, *, tell: Tell = lambda said: None) -> None:
        import numpy as np

        self.rows = weighted.astype(np.float32).tocsr()
        tell(f"inverting {self.rows.shape[1]:,} × {self.rows.shape[1]:,} (features)")
        gram = _products(self.rows.T.tocsr(), self.rows)
        self.weights = weights_between(gram, ridge.of(np.diag(gram).copy()), tell=tell)

    def scores_of_fitted(self, start: int, end: int) -> Floats:
        """XB for the members `start` to `end` it was fitted on."""
        return self.scores(self.rows[start:end])

    def scores(self, wanted: csr_matrix) -> Floats:
        """xB for any members' rows, weighted alike."""
        scored: Floats = wanted @ self.weights
        return scored


class EaseByMembers:
    """EASE solved over members. `weighted`: members × features, as it is fitted on."""

    def __init__(self, weighted: csr_matrix, ridge: Ridge, *, tell: Tell = lambda said: None) -> None:
        import numpy as np

        self.rows = weighted.astype(np.float32).tocsr()
        self.columns = self.rows.T.tocsr()
        seen = np.asarray(self.rows.multiply(self.rows).sum(axis=0)).ravel()
        self.ridge = ridge.of(seen)
        tell(f"inverting {self.rows.shape[0]:,} × {self.rows.shape[0]:,} (members)")
        self.inverse = inverted(self._kernel(), tell=tell)
        self.scale = self._scale()

    def _kernel(self) -> Floats:
        """K = I + XΛ⁻¹Xᵀ, dense."""
        import numpy as np
        from scipy.sparse import diags

        kernel = _products(self.rows, (diags(1 / self.ridge) @ self.columns).tocsr())
        kernel[np.arange(len(kernel)), np.arange(len(kernel))] += 1
        return kernel

    def _scale(self) -> Floats:
        """1 / (Λ_j P_jj) for every feature, with P_jj = (1 − x_jᵀK⁻¹x_j / Λ_j) / Λ_j."""
        import numpy as np

        explained = np.zeros(self.columns.shape[0], dtype=np.float64)
        starts, members, weights = self.columns.indptr, self.columns.indices, self.columns.data
        for feature in range(self.columns.shape[0]):
            here = slice(starts[feature], starts[feature + 1])
            who, much = members[here], weights[here]
            if len(who):
                explained[feature] = much @ (self.inverse[np.ix_(who, who)] @ much)
        left = np.maximum(1 - explained / self.ridge, 1e-6)
        return np.asarray(1 / left, dtype=np.float32)

    def scores_of_fitted(self, start: int, end: int) -> Floats:
        """XB for the members `start` to `end` it was fitted on. What they have themselves has no meaning here."""
        spread = (self.columns @ self.inverse[start:end].T).T
        return self._scored(spread)

    def scores(self, wanted: csr_matrix) -> Floats:
        """xB for other members' rows, weighted alike."""
        from scipy.sparse import diags

        near = (wanted @ diags(1 / self.ridge) @ self.columns).toarray()
        own = wanted.toarray()
        scored: Floats = own - self._scored((self.columns @ (near @ self.inverse).T).T - own)
        return scored

    def _scored(self, spread: Any) -> Floats:
        import numpy as np

        scored: Floats = np.ascontiguousarray(spread, dtype=np.float32)
        scored *= -self.scale[None, :]
        return scored
