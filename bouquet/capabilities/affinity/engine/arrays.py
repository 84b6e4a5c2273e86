"""A trained model as arrays: what each feature (a tag or an item) speaks for, and for how many people that is true.

Kept as an `.npz` of plain arrays (no pickle: a file can run nothing). Only numpy is needed to read and use it; a web
process never loads scipy.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from bouquet.foundation.subjects.subject import Ref

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = 1


@dataclass(frozen=True)
class Heard:
    """One thing that a profile speaks for: how much, and which of the profile's own features spoke loudest.
    `people` have both, that feature and this thing."""

    ref: Ref
    score: float
    because: Ref
    people: int


@dataclass(frozen=True, eq=False)
class Model:
    """`features[i]` speaks for `features[targets[k]]` with `weights[k]`, for k from `starts[i]` to `starts[i + 1]`;
    `together[k]` members have both. `verbs[i]` is what most members did to it ("" for tags)."""

    features: tuple[Ref, ...]
    verbs: tuple[str, ...]
    starts: NDArray[np.int64]
    targets: NDArray[np.int32]
    weights: NDArray[np.float32]
    together: NDArray[np.int32]
    places: Mapping[Ref, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {ref: place for place, ref in enumerate(self.features)})

    @cached_property
    def _kind_of(self) -> tuple[dict[str, int], NDArray[np.int16]]:
        import numpy as np

        numbers: dict[str, int] = {}
        of_each = [numbers.setdefault(ref.kind, len(numbers)) for ref in self.features]
        return numbers, np.array(of_each, dtype=np.int16)

    def hear(self, profile: Mapping[Ref, float], *, kind: str, most: int) -> list[Heard]:
        """What of `kind` the profile (features and how much of them) speaks for, the loudest first. The profile's own
        features are left out. A few milliseconds for a hundred features."""
        import numpy as np

        scores = np.zeros(len(self.features), dtype=np.float32)
        loudest = np.zeros_like(scores)
        speaker = np.full(len(scores), -1, dtype=np.int64)
        link = np.full(len(scores), -1, dtype=np.int64)
        known = [(self.places[ref], weight) for ref, weight in profile.items() if ref in self.places]
        for place, weight in known:
            here = slice(int(self.starts[place]), int(self.starts[place + 1]))
            targets = self.targets[here]
            said = np.float32(weight) * self.weights[here]
            scores[targets] += said
            louder = said > loudest[targets]
            heard = targets[louder]
            loudest[heard], speaker[heard] = said[louder], place
            link[heard] = np.arange(here.start, here.stop)[louder]
        numbers, kinds = self._kind_of
        scores[kinds != numbers.get(kind, -1)] = 0
        scores[[place for place, _ in known]] = 0
        wanted = np.flatnonzero((scores > 0) & (speaker >= 0))
        best = wanted[np.argsort(-scores[wanted], kind="stable")][:most]
        return [
            Heard(
                self.features[place],
                float(scores[place]),
                self.features[speaker[place]],
                int(self.together[link[place]]),
            )
            for place in best
        ]

    def verb_of(self, ref: Ref) -> str:
        """What most members did to it; empty when nothing is known."""
        place = self.places.get(ref)
        return self.verbs[place] if place is not None else ""


def to_bytes(model: Model) -> bytes:
    """The file of a model."""
    import numpy as np

    kinds = sorted({ref.kind for ref in model.features})
    verbs = sorted(set(model.verbs))
    file = io.BytesIO()
    np.savez(
        file,
        format=np.array([FORMAT]),
        kinds=np.array(kinds),
        kind=np.array([kinds.index(ref.kind) for ref in model.features], dtype=np.int16),
        key=np.frombuffer(b"".join(ref.key.bytes for ref in model.features), dtype=np.uint8).reshape(-1, 16),
        verbs=np.array(verbs),
        verb=np.array([verbs.index(verb) for verb in model.verbs], dtype=np.int16),
        starts=model.starts,
        targets=model.targets,
        weights=model.weights,
        together=model.together,
    )
    return file.getvalue()


def from_bytes(content: bytes) -> Model:
    """ValueError when it is no model of this format."""
    import numpy as np

    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        if int(file["format"][0]) != FORMAT:
            raise ValueError(f"a model of format {int(file['format'][0])}; this code reads {FORMAT}")
        kinds, verbs = file["kinds"].tolist(), file["verbs"].tolist()
        keys = file["key"].tobytes()
        features = tuple(
            Ref(kinds[kind], UUID(bytes=keys[16 * place : 16 * place + 16]))
            for place, kind in enumerate(file["kind"].tolist())
        )
        return Model(
            features,
            tuple(verbs[verb] for verb in file["verb"].tolist()),
            file["starts"],
            file["targets"],
            file["weights"],
            file["together"],
        )


def sparse_rows(weights: Any, *, most: int) -> tuple[Any, Any, Any]:
    """Of a square matrix (dense), each row's `most` largest positive entries: (starts, targets, weights)."""
    import numpy as np

    size = len(weights)
    targets: list[NDArray[np.intp]] = []
    for row in weights:
        some = np.argpartition(row, -most)[-most:] if most < size else np.arange(size)
        targets.append(np.sort(some[row[some] > 0]))
    starts = np.concatenate([[0], np.cumsum([len(each) for each in targets])]).astype(np.int64)
    kept = [row[each] for row, each in zip(weights, targets, strict=True)]
    return starts, np.concatenate(targets).astype(np.int32), np.concatenate(kept).astype(np.float32)
