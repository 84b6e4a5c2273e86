"""The house's classifier: silent until it has learnt enough, then it holds what looks like what was taken down."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import tasks
from bouquet.capabilities.moderation.actions import deciding, learning, reversing
from bouquet.capabilities.moderation.actions.screening import Cause, Verdict, screen
from bouquet.capabilities.moderation.engine import bayes
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.moderation.models import Decision, TrainedModel, Trust
from bouquet.capabilities.moderation.tests.notes import Notes

FINE = [
    "merci",
    "pour",
    "cette",
    "vidéo",
    "du",
    "jardin",
    "belle",
    "lumière",
    "sur",
    "la",
    "mer",
    "dimanche",
    "ensemble",
]
BAD = ["gagnez", "casino", "bonus", "cliquez", "crypto", "argent", "facile", "gratuit", "vite", "promo", "profitez"]


def sentence(words: list[str], seed: int) -> str:
    return " ".join(random.Random(seed).choices(words, k=8))


@pytest.fixture
def judged(ines: Account, karim: Account, marc: Account, notes: Notes) -> Callable[[int], None]:
    """`judged(n)`: n texts kept, n taken down."""
    seeds = count()

    def judge(number: int) -> None:
        for seed in (next(seeds) for _ in range(number)):
            deciding.decide(ref=notes.write(ines, sentence(FINE, seed)), measure=Measure.KEEP, by=marc)
            bad = notes.write(karim, sentence(BAD, seed))
            deciding.decide(ref=bad, measure=Measure.REMOVE, by=marc, reasons="Du spam.")

    return judge


def test_it_is_silent_until_it_has_learnt_enough(judged: Callable[[int], None], lea: Account) -> None:
    judged(learning.FEWEST_OF_EACH - 1)
    assert learning.train() is None
    assert screen(text=sentence(BAD, 999), by=lea, ref_kind="tests.note").verdict == Verdict.PUBLISH


def test_it_holds_newcomers_texts_that_look_bad(
    judged: Callable[[int], None], lea: Account, work_off: Callable[[], None]
) -> None:
    judged(learning.FEWEST_OF_EACH)
    tasks.train_later()
    work_off()
    assert not learning.is_due()
    model = TrainedModel.objects.get()
    assert (model.good, model.bad) == (30, 30)
    held = screen(text=sentence(BAD, 999), by=lea, ref_kind="tests.note")
    assert (held.verdict, held.cause) == (Verdict.HOLD, Cause.MACHINE)
    assert screen(text=sentence(FINE, 999), by=lea, ref_kind="tests.note").verdict == Verdict.PUBLISH
    assert screen(text="", by=lea, ref_kind="tests.note").verdict == Verdict.PUBLISH
    Trust.objects.create(account=lea, level=2)
    assert screen(text=sentence(BAD, 999), by=lea, ref_kind="tests.note").verdict == Verdict.PUBLISH


def test_what_was_reversed_was_fine(judged: Callable[[int], None], marc: Account) -> None:
    judged(learning.FEWEST_OF_EACH)
    for decision in Decision.objects.restricting():
        reversing.reverse(decision=decision, by=marc, reasons="Non.")
    assert learning.train() is None


def test_what_is_kept_is_arrays_and_old_models_go(judged: Callable[[int], None]) -> None:
    judged(learning.FEWEST_OF_EACH)
    made = [learning.train() for _ in range(4)]
    assert TrainedModel.objects.count() == 2
    assert made[-1] == TrainedModel.objects.order_by("-trained_at")[0]


def test_a_model_survives_its_bytes() -> None:
    model = bayes.train(
        [sentence(BAD, n) for n in range(20)] + [sentence(FINE, n) for n in range(20)], [True] * 20 + [False] * 20
    )
    assert model is not None
    again = bayes.from_bytes(model.to_bytes())
    assert again.score("crypto gratuit") == model.score("crypto gratuit")
    with pytest.raises(ValueError):
        bayes.from_bytes(b"\x80\x04\x95rubbish")


def test_what_cannot_be_told_apart_is_not_judged() -> None:
    same = [sentence(FINE, n) for n in range(40)]
    shuffled = [bool(random.Random(n).getrandbits(1)) for n in range(40)]
    assert bayes.train(same, shuffled) is None
