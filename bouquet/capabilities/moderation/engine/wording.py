"""The codes of the yearly report and of the log, in words. Exports keep the codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.measures import Ground, Measure

# As the templates of Implementing Regulation (EU) 2024/2835 call them.
CATEGORIES: Mapping[str, str | Promise] = {
    "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH": _("Illegal or harmful speech"),
    "STATEMENT_CATEGORY_CYBER_VIOLENCE": _("Cyber violence"),
    "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN": _("Cyber violence against women"),
    "STATEMENT_CATEGORY_PROTECTION_OF_MINORS": _("Protection of minors"),
    "STATEMENT_CATEGORY_SELF_HARM": _("Self-harm"),
    "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY": _("Risk for public security"),
    "STATEMENT_CATEGORY_VIOLENCE": pgettext_lazy("a category", "Violence"),
    "STATEMENT_CATEGORY_SCAMS_AND_FRAUD": _("Scams and fraud"),
    "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS": _("Data protection and private life"),
    "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS": _("Intellectual property"),
    "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS": _("Public debate and elections"),
    "STATEMENT_CATEGORY_UNSAFE_AND_PROHIBITED_PRODUCTS": _("Unsafe or forbidden goods"),
    "STATEMENT_CATEGORY_ANIMAL_WELFARE": _("Animal welfare"),
    "STATEMENT_CATEGORY_CONSUMER_INFORMATION": _("Information of consumers"),
    "STATEMENT_CATEGORY_OTHER_VIOLATION_TC": _("Other breaches of the terms of use"),
}

_MEASURES: Mapping[str, str | Promise] = {
    Measure.KEEP: pgettext_lazy("in a report", "kept"),
    Measure.LABEL: pgettext_lazy("in a report", "shown behind a warning"),
    Measure.HIDE: pgettext_lazy("in a report", "hidden"),
    Measure.REMOVE: pgettext_lazy("in a report", "removed"),
    Measure.WARN: pgettext_lazy("in a report", "author warned"),
    Measure.SUSPEND: pgettext_lazy("in a report", "account suspended"),
    Measure.BAN: pgettext_lazy("in a report", "account closed"),
}
_WHAT: Mapping[str, str | Promise] = {
    **_MEASURES,
    Ground.LAW: pgettext_lazy("in a report", "against the law"),
    Ground.TERMS: pgettext_lazy("in a report", "against the terms of use"),
    "followed": pgettext_lazy("in a report", "report followed"),
    "not_followed": pgettext_lazy("in a report", "report not followed"),
    "notice": pgettext_lazy("in a report", "after a report"),
    "own_initiative": pgettext_lazy("in a report", "found by ourselves"),
    "automated": pgettext_lazy("in a report", "decided by a machine"),
    "found_by_machine": pgettext_lazy("in a report", "found by a machine, decided by people"),
    "by_people": pgettext_lazy("in a report", "found and decided by people"),
    "waiting": pgettext_lazy("in a report", "not judged yet"),
    "confirmed": pgettext_lazy("in a report", "decision confirmed"),
    "reversed": pgettext_lazy("in a report", "decision reversed"),
    "by_author": pgettext_lazy("in a report", "contested by the author"),
    "by_reporter": pgettext_lazy("in a report", "contested by who reported it"),
    "word_looked_at": _("watched words: put before people"),
    "word_found_wrong": _("watched words: for nothing"),
    "machine_looked_at": _("held by the machine: put before people"),
    "machine_found_wrong": _("held by the machine: for nothing"),
    "decided_without_people": _("decided without people"),
    "decided_without_people_and_reversed": _("decided without people, then reversed"),
}
ACTS: Mapping[str, str | Promise] = {
    "moderator.named": _("Moderator named"),
    "moderator.dismissed": _("Moderator dismissed"),
    "decision.reversed": _("Decision reversed"),
    "word.watched": _("Word watched"),
    "word.forgotten": _("Word no longer watched"),
    "case.decided": _("Case decided"),
    "appeal.judged": _("Objection judged"),
    "thing.held": _("Thing held"),
    "case.claimed": _("Case taken"),
    "case.released": _("Case given back"),
}
# What each detail of an entry is called. What a page needs no word for (True, keys of rows) stays in the database.
DETAILS: Mapping[str, str | Promise] = {
    "case": _("case"),
    "decision": pgettext_lazy("in the log", "decision"),
    "measure": _("measure"),
    "sanction": _("sanction"),
    "days": pgettext_lazy("in the log", "days"),
    "ground": _("ground"),
    "reason": pgettext_lazy("in the log", "reason"),
    "as_keeper": _("as a keeper"),
    "state": _("outcome"),
    "source": _("found by"),
    "author": pgettext_lazy("in the log", "author"),
    "word": pgettext_lazy("in the log", "word"),
    "action": _("action"),
    "language": pgettext_lazy("in the log", "language"),
}
_SOURCES: Mapping[str, str | Promise] = {
    "report": pgettext_lazy("in the log", "a report"),
    "word": pgettext_lazy("in the log", "a watched word"),
    "machine": pgettext_lazy("in the log", "the machine"),
    "own": pgettext_lazy("in the log", "ourselves"),
    "held": pgettext_lazy("in the log", "what was held"),
    "appeal": pgettext_lazy("in the log", "an objection"),
}


def category(code: str) -> str:
    return str(CATEGORIES.get(code, code))


def what(codes: str) -> str:
    """« masqué, contraire aux conditions, après un signalement » for `hide;terms;notice`."""
    parts = codes.replace("+", ";").split(";")
    said = ", ".join(str(_WHAT.get(part, part)) for part in parts)
    return said[:1].upper() + said[1:]


def act(code: str) -> str:
    return str(ACTS.get(code, code))


def details(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values of an entry of the log, those that say something."""
    return [
        (str(DETAILS.get(name, name)), _value(name, value))
        for name, value in told.items()
        if value not in (None, "", False)
    ]


def _value(name: str, value: Any) -> str:
    if value is True:
        return str(_("yes"))
    if name == "reason":
        return str(reasons.reason(str(value)).label)
    if name == "source":
        return str(_SOURCES.get(str(value), value))
    if name in {"measure", "sanction", "ground", "state"}:
        return str(_WHAT.get(str(value), value))
    return str(value)
