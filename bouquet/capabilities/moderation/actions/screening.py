"""Look at a text before it is published: watched words, links of newcomers, what the classifiers have learnt."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import classifiers, policies
from bouquet.capabilities.moderation.engine.links import links_in
from bouquet.capabilities.moderation.engine.words import Found, Watched, lexicon
from bouquet.capabilities.moderation.models import WatchedWord
from bouquet.foundation.queries.prepared import Prepared

logger = logging.getLogger(__name__)

_WATCHED = Prepared(lambda: WatchedWord.objects.order_by("pk").values_list("word", "action", "language"), ())

# How many links one text may hold, by trust; more are held.
MOST_LINKS = (1, 5, 20, 100)
# Whose texts the classifiers are asked about: newcomers, and those who fell back.
JUDGED_BELOW = 2
_STRICTEST_FIRST = (WatchedWord.Action.REFUSE, WatchedWord.Action.HOLD, WatchedWord.Action.FLAG)


class Verdict(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    REFUSE = "refuse"


class Cause(StrEnum):
    """What led to the verdict, for the desk."""

    NOTHING = ""
    WORD = "word"
    LINKS = "links"
    MACHINE = "machine"


@dataclass(frozen=True)
class Screening:
    """`reason` is a sentence for the author, in the language of the moment; empty when all is well.

    `is_flagged`: it is published and goes onto the desk. `holding.settle` does what a screening says.
    """

    verdict: Verdict
    reason: str = ""
    cause: Cause = Cause.NOTHING
    is_flagged: bool = False


def screen(
    *,
    text: str,
    by: Account,
    ref_kind: str,
    links: int | None = None,
    language: str = "",
    previous: str = "",
    waits: bool = True,
) -> Screening:
    """What to do with `text` that `by` is about to publish as a `ref_kind`. Raises nothing; three queries at most.

    `links` is how many links it holds where the caller knows better than counting. `previous` is the text before an
    edit: what was in it already is not held again. `waits` False: it cannot be hidden until somebody looked (a name, a
    note), so that a word that would be held is refused, and what is doubtful otherwise is flagged.
    """
    try:
        found = _screen(text, by, ref_kind, links, language, previous)
        return found if waits or found.verdict != Verdict.HOLD else _at_once(found)
    except Exception:
        # Members must be able to speak when a classifier breaks; what is wrong is reported all the same.
        logger.exception("screening a %s failed", ref_kind)
        return Screening(Verdict.PUBLISH)


def _screen(text: str, by: Account, ref_kind: str, links: int | None, language: str, previous: str) -> Screening:
    by_words = _by_words(text, language or by.language, previous)
    if by_words and by_words.verdict == Verdict.REFUSE:
        return by_words
    if policies.is_moderator(by):
        return Screening(Verdict.PUBLISH)
    if by_words and by_words.verdict == Verdict.HOLD:
        return by_words
    trust = policies.trust_of(by)
    return (
        _by_links(text, trust, links, previous)
        or _by_classifiers(text, by, ref_kind, trust)
        or by_words
        or Screening(Verdict.PUBLISH)
    )


def _at_once(found: Screening) -> Screening:
    if found.cause == Cause.WORD:
        sentence = _("%(why)s Your text is kept below: please say it otherwise.") % {"why": found.reason}
        return replace(found, verdict=Verdict.REFUSE, reason=sentence)
    return replace(found, verdict=Verdict.PUBLISH, is_flagged=True)


def watched(language: str) -> tuple[Watched, ...]:
    """What is looked for in a text of this language (empty: in every language). One query."""
    rows = _WATCHED.rows()
    return tuple(Watched(word, action) for word, action, only in rows if not only or not language or only == language)


def _by_words(text: str, language: str, previous: str) -> Screening | None:
    known = lexicon(watched(language))
    before = {found.watched for found in known.find(previous)} if previous else set()
    found = [one for one in known.find(text) if one.watched not in before]
    if not found:
        return None
    worst = min(found, key=lambda one: _STRICTEST_FIRST.index(WatchedWord.Action(one.watched.action)))
    return _of_word(worst)


def _of_word(found: Found) -> Screening:
    if found.watched.action == WatchedWord.Action.REFUSE:
        sentence = _("“%(word)s” is not accepted here. Your text is kept below: please say it otherwise.")
        return Screening(Verdict.REFUSE, sentence % {"word": found.written}, Cause.WORD)
    sentence = _("It holds “%(word)s”.") % {"word": found.written}
    if found.watched.action == WatchedWord.Action.HOLD:
        return Screening(Verdict.HOLD, sentence, Cause.WORD)
    return Screening(Verdict.PUBLISH, sentence, Cause.WORD, is_flagged=True)


def _by_links(text: str, trust: int, links: int | None, previous: str) -> Screening | None:
    count = links if links is not None else links_in(text)
    if count <= MOST_LINKS[trust] or (previous and count <= links_in(previous)):
        return None
    return Screening(Verdict.HOLD, _("It holds many links for somebody who is new here."), Cause.LINKS)


def _by_classifiers(text: str, by: Account, ref_kind: str, trust: int) -> Screening | None:
    if trust >= JUDGED_BELOW:
        return None
    for classifier in classifiers.registered():
        if classifier.is_likely_bad(text, language=by.language, ref_kind=ref_kind):
            return Screening(Verdict.HOLD, _("It looks like what was taken down before."), Cause.MACHINE)
    return None
