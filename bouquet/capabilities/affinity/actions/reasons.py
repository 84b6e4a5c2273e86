"""Why something is suggested, in a sentence: which of the member's own likings or acts spoke for it, and how many
others that is true for. Nobody is named, and no number below `FEWEST` is told: from two of four one could guess who."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bouquet.capabilities.affinity.actions.profiling import Known
from bouquet.capabilities.affinity.engine.arrays import Heard
from bouquet.capabilities.affinity.models import TAG_KIND, Tag
from bouquet.foundation.subjects.subject import Ref, Subject

FEWEST: Final = 5
# Of what somebody did to a thing, the act that says most.
_TELLING = ("join", "go", "finish", "like", "follow", "share", "post", "comment", "vote", "watch", "open")


def because_of(
    heard: Heard, known: Known, *, verb: str, tags: Mapping[UUID, Tag], subjects: Mapping[Ref, Subject]
) -> str:
    """The sentence for something a model heard of. `verb`: what most members did to it. `tags` and `subjects` are the
    causes that may be named."""
    cause = _cause(heard.because, known, tags, subjects)
    proof = _proof(heard.people, verb) if heard.people >= FEWEST else ""
    return f"{cause} · {proof}" if proof else cause


def because_of_tag(tag: Tag, known: Known) -> str:
    """The sentence for something that bears a tag of theirs."""
    if tag.pk in known.said:
        return _("Because you like “%(tag)s”") % {"tag": tag.name}
    return _("Because “%(tag)s” comes back in what you do") % {"tag": tag.name}


def because_it_is_lively() -> str:
    """The sentence for something nobody in particular would like: no profile was used."""
    return _("Many people are there at the moment")


def because_it_is_new() -> str:
    return _("Something new")


def because_of_likings(shared: list[Tag], others: int) -> str:
    """The sentence for a person who likes the same; `others` more are not named."""
    names = [_("“%(tag)s”") % {"tag": tag.name} for tag in shared[:2]]
    if len(names) == 2 and others <= 0:
        return _("You both like %(one)s and %(other)s") % {"one": names[0], "other": names[1]}
    if len(names) == 2:
        more = ngettext(
            "You both like %(one)s, %(other)s and %(count)d more thing",
            "You both like %(one)s, %(other)s and %(count)d more things",
            others,
        )
        return more % {"one": names[0], "other": names[1], "count": others}
    if names:
        return _("You both like %(one)s") % {"one": names[0]}
    return _("You are fond of the same things")


def _cause(cause: Ref, known: Known, tags: Mapping[UUID, Tag], subjects: Mapping[Ref, Subject]) -> str:
    if cause.kind == TAG_KIND:
        return because_of_tag(tags[cause.key], known) if cause.key in tags else _("Because of what you like")
    subject, learnt = subjects.get(cause), known.learnt_items.get(cause)
    if subject is None or learnt is None:
        return _("Because of what you like")
    did = next((verb for verb in _TELLING if verb in learnt.times), "")
    sentences = {
        "join": _("Because you joined “%(title)s”"),
        "go": _("Because you go to “%(title)s”"),
        "finish": _("Because you finished “%(title)s”"),
        "like": _("Because you like “%(title)s”"),
        "follow": _("Because you follow “%(title)s”"),
        "watch": _("Because you watched “%(title)s”"),
    }
    return sentences.get(did, _("Because of what you do in “%(title)s”")) % {"title": subject.title}


def _proof(people: int, verb: str) -> str:
    sentences = {
        "join": ngettext("%(count)d other like you is in it", "%(count)d others like you are in it", people),
        "finish": ngettext("%(count)d other like you finished it", "%(count)d others like you finished it", people),
        "like": ngettext("%(count)d other like you likes it", "%(count)d others like you like it", people),
        "watch": ngettext("%(count)d other like you watched it", "%(count)d others like you watched it", people),
    }
    other = ngettext("%(count)d other like you was there", "%(count)d others like you were there", people)
    return sentences.get(verb, other) % {"count": people}
