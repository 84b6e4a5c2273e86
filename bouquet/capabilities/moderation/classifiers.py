"""What judges texts of newcomers before people do. An app, or the operator's own, introduces one in its `apps.py`:

    register_classifier(MyClassifier())

Its verdict only ever holds a text for a person to look at (Regulation (EU) 2022/2065 art. 20(6) is about decisions;
none is taken here). `actions.learning` trains the house's own, and keeps it quiet until it has learnt enough.
"""

from __future__ import annotations

from typing import Protocol

from bouquet.capabilities.moderation.engine import bayes
from bouquet.capabilities.moderation.models import TrainedModel
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.storage.store import store


class Classifier(Protocol):
    """May raise: the text is published then, and the log says so. Asked within a request: be quick."""

    name: str

    def is_likely_bad(self, text: str, *, language: str, ref_kind: str) -> bool:
        """Whether a person should look before others do."""


_registered: dict[str, Classifier] = {}


def register_classifier(classifier: Classifier) -> None:
    """Have `classifier` asked about newcomers' texts, after those that were registered before."""
    _registered[classifier.name] = classifier


def registered() -> tuple[Classifier, ...]:
    """All of them, in the order of their apps."""
    return tuple(_registered.values())


_TRAINED = Prepared(
    lambda name: TrainedModel.objects.filter(name=name).order_by("-trained_at").values_list("key")[:1], (str,)
)


class BayesClassifier:
    """The house's own: what the desk took down, by naive Bayes (`engine.bayes`). One query; none is good news."""

    name = "bayes"

    def __init__(self) -> None:
        self._read = ""
        self._model: bayes.Model | None = None

    def is_likely_bad(self, text: str, *, language: str, ref_kind: str) -> bool:
        model = self._current()
        return model is not None and model.score(text) >= model.threshold

    def _current(self) -> bayes.Model | None:
        found = _TRAINED.rows(self.name)
        if not found:
            return None
        key: str = found[0][0]
        if key != self._read:
            self._model = bayes.from_bytes(store().read_bytes(key))
            self._read = key
        return self._model
