"""What happens to a text before it is published, and how fast one may go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import classifiers, policies
from bouquet.capabilities.moderation.actions import deciding, holding, limiting, screening, trusting, watching
from bouquet.capabilities.moderation.actions.screening import Cause, Verdict, screen
from bouquet.capabilities.moderation.engine import pace
from bouquet.capabilities.moderation.engine.links import links_in
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.moderation.models import Case, Pace, Trust, WatchedWord
from bouquet.capabilities.moderation.tests.notes import Notes
from bouquet.foundation.subjects.subject import Standing

Travel = Callable[[timedelta], AbstractContextManager[None]]
SignedIn = Callable[[Account], Client]


def of(text: str, by: Account, **known: object) -> screening.Screening:
    return screen(text=text, by=by, ref_kind="tests.note", **known)  # type: ignore[arg-type]


@pytest.fixture
def words(db: None) -> None:
    watching.watch(word="connard", action="refuse", language="", by=None)
    watching.watch(word="arnaque", action="hold", language="fr", by=None)
    watching.watch(word="mairie", action="flag", language="", by=None)


def test_what_holds_nothing_is_published(ines: Account, words: None) -> None:
    assert of("Bonjour à tous", ines).verdict == Verdict.PUBLISH


def test_the_strictest_word_counts_and_the_author_reads_which(ines: Account, words: None) -> None:
    refused = of("Quelle arnaque, C0NN4RD", ines)
    assert (refused.verdict, refused.cause) == (Verdict.REFUSE, Cause.WORD)
    assert "c0nn4rd" in refused.reason
    assert of("Quelle arnaque", ines).verdict == "hold"


def test_a_word_of_one_language_is_left_alone_in_another(ines: Account, words: None) -> None:
    assert of("arnaque", ines, language="en").verdict == Verdict.PUBLISH
    assert of("arnaque", ines).verdict == Verdict.HOLD


def test_what_is_flagged_is_published_and_on_the_desk(ines: Account, words: None, notes: Notes) -> None:
    found = of("À la mairie", ines)
    assert (found.verdict, found.is_flagged) == (Verdict.PUBLISH, True)
    ref = notes.write(ines, "À la mairie")
    holding.settle(found, ref=ref, by=ines)
    case = Case.objects.get()
    assert (case.is_held, case.source, notes.standing(ref)) == (False, Case.Source.WORD, Standing.SHOWN)


def test_settling_holds_what_is_to_be_held_and_nothing_else(ines: Account, words: None, notes: Notes) -> None:
    held, fine = notes.write(ines, "Quelle arnaque"), notes.write(ines, "Bonjour")
    holding.settle(of("Quelle arnaque", ines), ref=held, by=ines)
    holding.settle(of("Bonjour", ines), ref=fine, by=ines)
    assert (notes.standing(held), notes.standing(fine)) == (Standing.HIDDEN, Standing.SHOWN)
    assert Case.objects.get().note


def test_an_edit_is_not_held_again_for_what_was_in_it(ines: Account, words: None) -> None:
    assert of("Quelle arnaque !", ines, previous="Quelle arnaque").verdict == Verdict.PUBLISH


def test_newcomers_link_once_and_trusted_members_more(ines: Account) -> None:
    two = "https://a.example/x et www.b.example"
    assert links_in(two) == 2
    assert (of(two, ines).verdict, of(two, ines).cause) == (Verdict.HOLD, Cause.LINKS)
    assert of(two, ines, links=1).verdict == Verdict.PUBLISH
    Trust.objects.create(account=ines, level=1)
    assert of(two, ines).verdict == Verdict.PUBLISH


def test_moderators_may_quote_what_is_held_but_not_what_is_refused(marc: Account, words: None) -> None:
    assert of("arnaque https://a.example https://b.example", marc).verdict == Verdict.PUBLISH
    assert of("connard", marc).verdict == Verdict.REFUSE


def test_a_classifier_that_breaks_lets_members_speak(ines: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        name = "broken"

        def is_likely_bad(self, text: str, *, language: str, ref_kind: str) -> bool:
            raise RuntimeError

    monkeypatch.setattr(classifiers, "_registered", {})
    classifiers.register_classifier(Broken())
    assert of("Bonjour", ines).verdict == Verdict.PUBLISH


def test_a_screening_asks_little(ines: Account, words: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        of("Bonjour à tous", ines)
    assert len(asked) <= 4


def test_newcomers_go_slowly_and_may_go_on_after_a_while(ines: Account, travel: Travel) -> None:
    for _ in range(5):
        limiting.require_pace(account=ines, verb="comment")
    with pytest.raises(limiting.TooFast) as wait:
        limiting.require_pace(account=ines, verb="comment")
    assert 0 < wait.value.seconds <= 121
    limiting.require_pace(account=ines, verb="react")
    with travel(timedelta(seconds=wait.value.seconds)):
        limiting.require_pace(account=ines, verb="comment")
    with travel(timedelta(hours=1)):
        for _ in range(5):
            limiting.require_pace(account=ines, verb="comment")
    assert Pace.objects.get(verb="comment").acts == 11


def test_trust_makes_faster(ines: Account) -> None:
    Trust.objects.create(account=ines, level=2)
    for _ in range(30):
        limiting.require_pace(account=ines, verb="comment")
    with pytest.raises(limiting.TooFast):
        limiting.require_pace(account=ines, verb="comment")


def test_a_verb_nobody_listed_has_a_pace_too(ines: Account) -> None:
    assert pace.pace_of("whistle", 0).most == 20


def test_trust_grows_with_good_history_and_falls_with_what_is_upheld(
    ines: Account, marc: Account, notes: Notes, travel: Travel
) -> None:
    assert policies.trust_of(ines) == 0
    levels = []
    for age, acts, days in ((1, 100, 1), (4, 6, 2), (31, 60, 12), (200, 400, 80)):
        Pace.objects.update_or_create(
            account=ines, verb="post", defaults={"acts": acts, "days": days, "full_at": ines.opened_at}
        )
        with travel(timedelta(days=age)):
            levels.append(trusting.reckon(account=ines).level)
    assert levels == [0, 1, 2, 3]
    with travel(timedelta(days=200)):
        decision = deciding.decide(ref=notes.write(ines), measure=Measure.REMOVE, by=marc, reasons="Insulte.")
        assert policies.trust_of(ines) == 2
        deciding.decide(ref=notes.write(ines), measure=Measure.SUSPEND, days=1, by=marc, reasons="Insulte.")
        assert policies.trust_of(ines) == 0
    with travel(timedelta(days=200 + 181)):
        Pace.objects.update(last_date=(decision.made_at + timedelta(days=181)).date())
        trusting.reckon_everyone()
        assert policies.trust_of(ines) == 3


def test_moderators_keep_the_list_of_words(marc: Account, words: None, signed_in: SignedIn) -> None:
    browser = signed_in(marc)
    assert browser.post("/moderation/words", {"word": "Bidule", "action": "hold", "language": ""}).status_code == 302
    twice = browser.post("/moderation/words", {"word": "B1DULE", "action": "hold", "language": ""})
    assert twice.status_code == 302, "digits are letters in texts, not in the list"
    again = browser.post("/moderation/words", {"word": "bïdule", "action": "refuse", "language": ""})
    assert again.status_code == 422 and "déjà surveillé" in again.content.decode()
    assert browser.post("/moderation/words", {"word": "…", "action": "hold", "language": ""}).status_code == 422
    page = browser.get("/moderation/words", {"text": "ce b.i.d.u.l.e"}).content.decode()
    assert "b.i.d.u.l.e" in page and "Le retenir" in page
    word = WatchedWord.objects.get(normal="bidule")
    browser.post(f"/moderation/words/{word.pk}/forget")
    assert not WatchedWord.objects.filter(normal="bidule").exists()
