"""A trained model as arrays: what each feature (a tag or an item) speaks for, and for how many people that is true.

Kept as one file of plain arrays (no pickle: a file can run nothing) that is mapped, not read. Only numpy is needed to
use it; a web process never loads scipy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from bouquet.foundation.subjects.subject import Ref

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Links = tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]

FORMAT: Final = 2
_NAME: Final = "S18"
# In the order of the file and of the class.
_ARRAYS: Final = {
    "kind": "<i2",
    "key": "|u1",
    "verb": "<i2",
    "names": _NAME,
    "named": "<i4",
    "starts": "<i8",
    "targets": "<i4",
    "weights": "<f4",
    "together": "<i4",
}


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
    `together[k]` members have both. `verb[i]` is, among `verbs`, what most members did to it ("" for tags).

    Nothing here is as long as the network but arrays, which may lie in a file (`opened`): to begin with a model costs
    the same whatever its size.
    """

    kinds: tuple[str, ...]
    verbs: tuple[str, ...]
    # Of each feature: its kind (a place in `kinds`), the sixteen bytes of its key, its verb (a place in `verbs`).
    kind: NDArray[np.int16]
    key: NDArray[np.uint8]
    verb: NDArray[np.int16]
    # The features' names (`_name`) in their order, and whose they are.
    names: NDArray[np.bytes_]
    named: NDArray[np.int32]
    starts: NDArray[np.int64]
    targets: NDArray[np.int32]
    weights: NDArray[np.float32]
    together: NDArray[np.int32]

    @property
    def features(self) -> tuple[Ref, ...]:
        """All of them; long where there are many."""
        return tuple(self.feature(place) for place in range(len(self.kind)))

    def feature(self, place: int) -> Ref:
        """What stands at a place."""
        return Ref(self.kinds[self.kind[place]], UUID(bytes=self.key[place].tobytes()))

    def place_of(self, ref: Ref) -> int | None:
        """Where a feature stands; None when the model does not know it. A few comparisons, whatever there is."""
        import numpy as np

        if ref.kind not in self.kinds:
            return None
        # An array of bytes gives back none of the zeros at the end.
        name = np.bytes_(_name(self.kinds.index(ref.kind), ref.key).rstrip(b"\0"))
        at = int(np.searchsorted(self.names, name))
        return int(self.named[at]) if at < len(self.names) and self.names[at] == name else None

    def hear(self, profile: Mapping[Ref, float], *, kind: str, most: int) -> list[Heard]:
        """What of `kind` the profile (features and how much of them) speaks for, the loudest first. The profile's own
        features are left out. A few milliseconds for a hundred features."""
        import numpy as np

        if kind not in self.kinds:
            return []
        scores = np.zeros(len(self.kind), dtype=np.float32)
        loudest = np.zeros_like(scores)
        speaker = np.full(len(scores), -1, dtype=np.int64)
        link = np.full(len(scores), -1, dtype=np.int64)
        places = ((self.place_of(ref), weight) for ref, weight in profile.items())
        known = [(place, weight) for place, weight in places if place is not None]
        for place, weight in known:
            here = slice(int(self.starts[place]), int(self.starts[place + 1]))
            targets = self.targets[here]
            said = np.float32(weight) * self.weights[here]
            scores[targets] += said
            louder = said > loudest[targets]
            heard = targets[louder]
            loudest[heard], speaker[heard] = said[louder], place
            link[heard] = np.arange(here.start, here.stop)[louder]
        scores[self.kind != self.kinds.index(kind)] = 0
        scores[[place for place, _ in known]] = 0
        wanted = np.flatnonzero((scores > 0) & (speaker >= 0))
        best = wanted[np.argsort(-scores[wanted], kind="stable")][:most]
        return [
            Heard(
                self.feature(int(place)),
                float(scores[place]),
                self.feature(int(speaker[place])),
                int(self.together[link[place]]),
            )
            for place in best
        ]

    def verb_of(self, ref: Ref) -> str:
        """What most members did to it; empty when nothing is known."""
        place = self.place_of(ref)
        return self.verbs[self.verb[place]] if place is not None else ""


def _name(kind: int, key: UUID) -> bytes:
    """What features are found by."""
    return kind.to_bytes(2, "big") + key.bytes


def made_of(features: Sequence[Ref], verbs: Sequence[str], links: Links, together: NDArray[np.int32]) -> Model:
    """A model of these features; `verbs`: what most did to each; `links`: starts, targets and weights."""
    import numpy as np

    kinds, known = sorted({ref.kind for ref in features}), sorted(set(verbs))
    numbers = [kinds.index(ref.kind) for ref in features]
    names = np.array([_name(kind, ref.key) for kind, ref in zip(numbers, features, strict=True)], dtype=_NAME)
    named = np.argsort(names, kind="stable").astype(np.int32)
    return Model(
        tuple(kinds),
        tuple(known),
        np.array(numbers, dtype=np.int16),
        np.frombuffer(b"".join(ref.key.bytes for ref in features), dtype=np.uint8).reshape(-1, 16),
        np.array([known.index(verb) for verb in verbs], dtype=np.int16),
        names[named],
        named,
        *links,
        together,
    )


def to_bytes(model: Model) -> bytes:
    """The file of a model: a line of JSON that tells what is in it and where, then the arrays, each at a multiple of 64
    bytes, so that they can be used where they lie."""
    arrays = [getattr(model, name) for name in _ARRAYS]
    places, end = [], 0
    for array in arrays:
        places.append([array.dtype.str, list(array.shape), end])
        end = _aligned(end + array.nbytes)
    head = {"format": FORMAT, "kinds": model.kinds, "verbs": model.verbs, "size": end, "arrays": places}
    line = json.dumps(head).encode() + b"\n"
    parts = [line.rjust(_aligned(len(line)))]
    for array in arrays:
        content = array.tobytes()
        parts.append(content.ljust(_aligned(len(content)), b"\0"))
    return b"".join(parts)


def from_bytes(content: bytes) -> Model:
    """ValueError when it is no model of this format, or not all of it."""
    return _read(content)


def opened(path: Path) -> Model:
    """The model of a file, which is mapped: what is used of it is read, and shared between processes. It may be deleted
    meanwhile, but not written. ValueError as `from_bytes`, OSError."""
    with path.open("rb") as file:
        return _read(mmap(file.fileno(), 0, access=ACCESS_READ))


def _read(content: bytes | mmap) -> Model:
    import numpy as np

    line = content[: content.find(b"\n") + 1]
    try:
        head = json.loads(line)
        if head["format"] != FORMAT:
            raise ValueError(f"a model of format {head['format']}; this code reads {FORMAT}")
        if len(content) != len(line) + head["size"]:
            raise ValueError(f"a model of {len(content):,} bytes, not {len(line) + head['size']:,}")
        arrays = [
            np.ndarray(tuple(shape), _dtype(name, dtype), content, len(line) + place)
            for name, (dtype, shape, place) in zip(_ARRAYS, head["arrays"], strict=True)
        ]
    except (KeyError, TypeError) as fault:
        raise ValueError(f"no model: {fault}") from None
    return Model(tuple(head["kinds"]), tuple(head["verbs"]), *arrays)


def _dtype(name: str, told: str) -> np.dtype[Any]:
    """What the array must be made of: a file cannot choose."""
    import numpy as np

    wanted = np.dtype(_ARRAYS[name])
    if np.dtype(told) != wanted:
        raise ValueError(f"{name} is of {told}, not {wanted.str}")
    return wanted


def _aligned(size: int) -> int:
    return -(-size // 64) * 64


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
