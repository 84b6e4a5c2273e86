"""Train the house's classifier by what the desk decided."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from bouquet.capabilities.moderation.classifiers import BayesClassifier
from bouquet.capabilities.moderation.engine import bayes
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.moderation.models import Decision, TrainedModel
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store

# Below so many texts of each sort the classifier is silent: it would only repeat a few people's words.
FEWEST_OF_EACH = 30
MOST = 20_000
# What was taken down for another reason than its words teaches nothing.
_NOT_BY_WORDS = ("copyright", "privacy", "child_abuse")
_FOLDER = "moderation/classifiers"


def is_due() -> bool:
    """Whether something was decided, or reversed, since the last training."""
    last = TrainedModel.objects.filter(name=BayesClassifier.name).order_by("-trained_at").first()
    decisions = Decision.objects.all()
    if last is not None:
        decisions = decisions.filter(Q(made_at__gt=last.trained_at) | Q(reversed_at__gt=last.trained_at))
    return decisions.exists()


def train() -> TrainedModel | None:
    """A new model from the last MOST decisions; None while there are too few, or none tells bad from good."""
    texts, is_bad = _examples()
    bad = sum(is_bad)
    if min(bad, len(is_bad) - bad) < FEWEST_OF_EACH:
        return None
    model = bayes.train(texts, is_bad)
    if model is None:
        return None
    key = f"{_FOLDER}/bayes-{new_key()}.npz"
    store().put_bytes(model.to_bytes(), key)
    return _keep(key, good=len(is_bad) - bad, bad=bad)


@transaction.atomic
def _keep(key: str, *, good: int, bad: int) -> TrainedModel:
    made = TrainedModel.objects.create(name=BayesClassifier.name, key=key, good=good, bad=bad, trained_at=clock.now())
    # The one before stays: a process may be about to read it.
    for old in TrainedModel.objects.filter(name=made.name).order_by("-trained_at")[2:]:
        store().delete(old.key)
        old.delete()
    return made


def _examples() -> tuple[list[str], list[bool]]:
    """What was said, and whether people found it bad: taken down or sanctioned, and not reversed."""
    rows = (
        Decision.objects.filter(decided_by_machine=False)
        .exclude(case__said="")
        .exclude(reason__in=_NOT_BY_WORDS)
        .order_by("-made_at")
        .values_list("case__said", "measure", "sanction", "reversed_at")[:MOST]
    )
    texts, is_bad = [], []
    for said, measure, sanction, reversed_at in rows:
        texts.append(said)
        is_bad.append(reversed_at is None and (measure != Measure.KEEP or bool(sanction)))
    return texts, is_bad
