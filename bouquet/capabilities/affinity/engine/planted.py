"""A made-up network in which we know who likes what: communities with tastes of their own, noise, and a few things that
everybody has. A model that is worth anything finds the communities; popularity cannot."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bouquet.capabilities.affinity.engine.interactions import Split

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Plan:
    """`acts` is the mean of what one member has; `noise` the share of it that is taken from anywhere; `skew` how
    unequal things are (the exponent of Zipf's law); `second` the share of members who are of two communities; `held`
    the share of everybody's things that is to be found."""

    members: int = 2000
    items: int = 600
    communities: int = 20
    acts: int = 20
    noise: float = 0.2
    skew: float = 0.9
    second: float = 0.3
    held: float = 0.2
    seed: int = 1


@dataclass(frozen=True)
class Planted:
    """What was made, and the truth of it: the community of each member (their first) and of each item."""

    split: Split
    member_of: NDArray[np.intp]
    item_of: NDArray[np.intp]


def plant(plan: Plan) -> Planted:
    """The same plan gives the same network."""
    import numpy as np
    from scipy.sparse import csr_matrix

    from bouquet.capabilities.affinity.engine.interactions import hold_out

    chance = np.random.default_rng(plan.seed)
    item_of = chance.integers(plan.communities, size=plan.items)
    member_of = chance.integers(plan.communities, size=plan.members)
    other_of = np.where(
        chance.random(plan.members) < plan.second, chance.integers(plan.communities, size=plan.members), member_of
    )
    fame = 1 / (1 + chance.permutation(plan.items)) ** plan.skew
    sizes = np.clip(chance.lognormal(np.log(plan.acts), 0.5, plan.members).astype(int), 4, plan.items // 2)
    everything = fame / fame.sum()
    own = [np.flatnonzero(item_of == community) for community in range(plan.communities)]
    who, what = [], []
    for member, size in enumerate(sizes):
        stray = chance.binomial(size, plan.noise)
        picked = [chance.choice(plan.items, size=stray, p=everything)]
        homes = [own[member_of[member]], own[other_of[member]]]
        for home, share in zip(homes, ((size - stray + 1) // 2, (size - stray) // 2), strict=True):
            if len(home) and share:
                picked.append(chance.choice(home, size=share, p=fame[home] / fame[home].sum()))
        things = np.unique(np.concatenate(picked))
        who.append(np.full(len(things), member))
        what.append(things)
    rows, columns = np.concatenate(who), np.concatenate(what)
    had = csr_matrix((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(plan.members, plan.items))
    return Planted(hold_out(had, part=plan.held, seed=plan.seed), member_of, item_of)


def write(split: Split, folder: Path) -> None:
    """`train.txt` and `test.txt`, as `interactions.read_split` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, matrix in (("train.txt", split.train), ("test.txt", split.test)):
        with (folder / name).open("w", encoding="utf-8") as file:
            for user in range(matrix.shape[0]):
                items = matrix.indices[matrix.indptr[user] : matrix.indptr[user + 1]]
                if len(items):
                    file.write(" ".join(map(str, (user, *sorted(items)))) + "\n")
