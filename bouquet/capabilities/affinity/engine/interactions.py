"""Who had what, from the files that public sets come in: a line is a user, then their items."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Whole = NDArray[np.int64]


class Malformed(ValueError):
    """A file or a line that is not as it must be; the message names it."""


@dataclass(frozen=True)
class Split:
    """`train` and `test`: users × items, 1 where they had it. Rows and columns stand for any numbers in the files."""

    train: csr_matrix
    test: csr_matrix

    @property
    def story(self) -> str:
        users, items = self.train.shape
        return f"{users:,} users, {items:,} items, {self.train.nnz:,} to learn from, {self.test.nnz:,} to find"


def read_split(folder: Path) -> Split:
    """`train.txt` and `test.txt` of `folder`. Numbers may have gaps; what is said twice counts once. Raises
    Malformed."""
    import numpy as np

    pairs = [_pairs(folder / name) for name in ("train.txt", "test.txt")]
    if not len(pairs[0][0]):
        raise Malformed(f"{folder / 'train.txt'} holds no interaction")
    if not len(pairs[1][0]):
        raise Malformed(f"{folder / 'test.txt'} holds no interaction")
    users = np.unique(np.concatenate([pairs[0][0], pairs[1][0]]))
    items = np.unique(np.concatenate([pairs[0][1], pairs[1][1]]))
    shape = (len(users), len(items))
    return Split(*(_matrix(np.searchsorted(users, who), np.searchsorted(items, what), shape) for who, what in pairs))


def _pairs(path: Path) -> tuple[Whole, Whole]:
    import numpy as np

    who, what = array("q"), array("q")
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                words = line.split()
                try:
                    user, *items = map(int, words) if words else (0,)
                except ValueError:
                    raise Malformed(
                        f"{path}, line {number}: {line.strip()[:60]!r} is not a list of whole numbers"
                    ) from None
                if user < 0 or (items and min(items) < 0):
                    raise Malformed(f"{path}, line {number}: a number is negative")
                what.extend(items)
                who.extend([user] * len(items))
    except OverflowError:
        raise Malformed(f"{path}, line {number}: a number has more than 63 bits") from None
    except UnicodeDecodeError:
        raise Malformed(f"{path} is no text") from None
    except OSError as error:
        raise Malformed(f"{path}: {error.strerror}") from None
    return np.array(who, dtype=np.int64), np.array(what, dtype=np.int64)


def _matrix(rows: Whole, columns: Whole, shape: tuple[int, int]) -> csr_matrix:
    import numpy as np
    from scipy.sparse import csr_matrix

    made = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    made.sum_duplicates()
    made.data[:] = 1
    return made


def hold_out(had: csr_matrix, *, part: float = 0.2, seed: int = 1) -> Split:
    """A split of what is known: of everybody with three items or more, about `part` is to be found, at random."""
    import numpy as np

    chance = np.random.default_rng(seed)
    sizes = np.diff(had.indptr)
    rows = np.repeat(np.arange(had.shape[0]), sizes)
    # Each row's items in an order of chance; its first ones are held out.
    order = np.lexsort((chance.random(had.nnz), rows))
    place = np.empty(had.nnz, dtype=np.int64)
    place[order] = np.arange(had.nnz) - np.repeat(had.indptr[:-1], sizes)
    out = np.maximum(1, np.floor(part * sizes)).astype(np.int64) * (sizes >= 3)
    held = place < out[rows]
    train, test = (_matrix(rows[chosen], had.indices[chosen], had.shape) for chosen in (~held, held))
    return Split(train, test)
