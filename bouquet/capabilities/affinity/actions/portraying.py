"""The affinity profile in words, for the member it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import profiling
from bouquet.capabilities.affinity.actions.profiling import Known, Learnt
from bouquet.capabilities.affinity.models import Dismissal, Tag
from bouquet.foundation.subjects.registry import subjects
from bouquet.foundation.subjects.subject import Ref

# Things shown of what was learnt; the download holds all.
MOST_ITEMS = 12
MOST_PROPOSED = 12


@dataclass(frozen=True)
class Trait:
    """One tag: how much it counts, in words and as a share of the strongest, and why we think so."""

    tag: Tag
    weight: float
    strength: str
    why: str
    is_said: bool = False
    is_pinned: bool = False

    @property
    def percent(self) -> int:
        return round(100 * min(1.0, self.weight / profiling.PINNED))


@dataclass(frozen=True)
class Trace:
    """One thing they did something to."""

    title: str
    address: str
    strength: str
    why: str


@dataclass(frozen=True)
class Portrait:
    """Everything that suggestions are made from."""

    known: Known
    said: list[Trait]
    learnt: list[Trait]
    traces: list[Trace]
    more_traces: int
    refused: list[Tag]
    dismissed: int

    @property
    def is_empty(self) -> bool:
        return not (self.said or self.learnt or self.traces or self.refused)

    @property
    def consented_at(self) -> datetime | None:
        return self.known.profile.consented_at


def portrait_of(account: Account) -> Portrait:
    """About six queries, whatever they did."""
    known = profiling.known_of(account)
    rows = sorted(known.said.values(), key=lambda row: (row.position, row.pk))
    if not known.profile.is_ordered:
        rows.sort(key=lambda row: not row.is_pinned)
    names = profiling.learnt_names(known)
    said = [
        Trait(
            row.tag,
            known.weight_of(row),
            strength(known.weight_of(row)),
            _also(known.learnt_tags.get(row.tag_id)),
            is_said=True,
            is_pinned=row.is_pinned,
        )
        for row in rows
    ]
    learnt = [
        Trait(names[key], each.weight, strength(each.weight), acts(each.times))
        for key, each in sorted(known.learnt_tags.items(), key=lambda pair: -pair[1].weight)
        if key in names and key not in known.said and not names[key].is_refused
    ]
    things = sorted(known.learnt_items.items(), key=lambda pair: -pair[1].weight)
    return Portrait(
        known,
        said,
        learnt,
        _traces(dict(things[:MOST_ITEMS])),
        max(0, len(things) - MOST_ITEMS),
        [row.tag for row in known.refused.values()],
        Dismissal.objects.filter(account=account).count(),
    )


def proposed_to(known: Known) -> list[Tag]:
    """What many like and they have said nothing about. One query."""
    said = {*known.said, *known.refused}
    return [
        tag
        for tag in Tag.objects.shown().order_by("-people", "slug")[: MOST_PROPOSED + len(said)]
        if tag.pk not in said
    ][:MOST_PROPOSED]


def strength(weight: float) -> str:
    """How much something counts, in words."""
    if weight >= 1.3:
        return _("counts most")
    if weight >= 0.7:
        return _("counts a lot")
    if weight >= 0.35:
        return _("counts")
    if weight >= 0.12:
        return _("counts a little")
    return _("hardly counts")


def acts(times: dict[str, int]) -> str:
    """What was done how often: “joined once, watched 3 times”."""
    return ", ".join(_act(verb, count) for verb, count in sorted(times.items(), key=lambda pair: -pair[1]))


def _also(learnt: Learnt | None) -> str:
    return _("You said so; and also: %(acts)s") % {"acts": acts(learnt.times)} if learnt else _("You said so")


def _act(verb: str, count: int) -> str:
    said = {
        "join": ngettext("joined once", "joined %(count)d times", count),
        "go": ngettext("said you would go once", "said you would go %(count)d times", count),
        "follow": ngettext("followed once", "followed %(count)d times", count),
        "like": ngettext("liked once", "liked %(count)d times", count),
        "finish": ngettext("watched to the end once", "watched to the end %(count)d times", count),
        "share": ngettext("shared once", "shared %(count)d times", count),
        "post": ngettext("posted once", "posted %(count)d times", count),
        "comment": ngettext("commented once", "commented %(count)d times", count),
        "vote": ngettext("voted once", "voted %(count)d times", count),
        "watch": ngettext("watched once", "watched %(count)d times", count),
        "open": ngettext("opened once", "opened %(count)d times", count),
    }
    return said.get(verb, verb) % {"count": count} if verb in said else verb


def _traces(learnt: dict[Ref, Learnt]) -> list[Trace]:
    found = subjects(learnt)
    gone = _("something that is gone")
    return [
        Trace(
            found[ref].title if ref in found else gone,
            found[ref].address if ref in found else "",
            strength(each.weight),
            acts(each.times),
        )
        for ref, each in learnt.items()
    ]
