"""What moderation tells members. Three of these the law wants: they cannot be turned off."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bouquet.capabilities.moderation.engine.addresses import page_path
from bouquet.capabilities.moderation.engine.measures import Measure
from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind, register_notice

RECEIVED = "moderation.received"
REPORT_DECIDED = "moderation.report_decided"
STATEMENT = "moderation.statement"
APPEAL_DECIDED = "moderation.appeal_decided"
HELD = "moderation.held"
DESK = "moderation.desk"


def register() -> None:
    """Every kind; called once, by the app."""
    _by_law(RECEIVED, gettext_lazy("Your report was received"), "flag", received)
    _by_law(REPORT_DECIDED, gettext_lazy("Your report was decided"), "flag", report_decided)
    _by_law(STATEMENT, gettext_lazy("A decision of the moderators about you"), "gavel", statement)
    _by_law(APPEAL_DECIDED, gettext_lazy("Your objection was decided"), "scale", appeal_decided)
    register_notice(
        NoticeKind(
            name=HELD,
            label=gettext_lazy("Something of yours waits for the moderators"),
            icon="hourglass",
            sentence=held,
            must_see=False,
        )
    )
    register_notice(
        NoticeKind(
            name=DESK,
            label=gettext_lazy("Reports that you can answer"),
            icon="shield",
            sentence=desk,
            must_see=False,
        )
    )


def _by_law(name: str, label: object, icon: str, sentence: object) -> None:
    register_notice(
        NoticeKind(
            name=name,
            label=label,  # type: ignore[arg-type]
            icon=icon,
            sentence=sentence,  # type: ignore[arg-type]
            mail=Frequency.IMMEDIATE,
            must_see=False,
            mandatory=True,
        )
    )


def received(group: Group) -> Line:
    """Regulation (EU) 2022/2065 art. 16(4)."""
    text = _("We received your report on “%(title)s”. A person looks at it, and you will read here what was decided.")
    return _line(group, text, page_path("report_outcome", group.data["code"]))


def report_decided(group: Group) -> Line:
    """Art. 16(5)."""
    if group.data["is_upheld"]:
        text = _("Your report on “%(title)s” was followed. Here is what was decided.")
    else:
        text = _("Your report on “%(title)s” was looked at and not followed. You can contest that.")
    return _line(group, text, page_path("report_outcome", group.data["code"]))


def statement(group: Group) -> Line:
    """Art. 17. The address lets its reader in without signing in."""
    if group.data.get("is_reversed"):
        text = _("We took back our decision on “%(title)s”: everything is as it was.")
    else:
        text = _STATEMENTS[Measure(group.data["sanction"] or group.data["measure"])]()
    return _line(group, text, page_path("decision", group.data["code"], key=group.data["key"]))


_STATEMENTS = {
    Measure.LABEL: lambda: _(
        "“%(title)s” is now shown behind a warning. Here are the reasons, and how to contest them."
    ),
    Measure.HIDE: lambda: _("“%(title)s” was hidden: you alone see it. Here are the reasons, and how to contest them."),
    Measure.REMOVE: lambda: _("“%(title)s” was removed. Here are the reasons, and how to contest them."),
    Measure.WARN: lambda: _("The moderators send you a warning about “%(title)s”. Here are the reasons."),
    Measure.SUSPEND: lambda: _(
        "Your account is suspended for some days. Here are the reasons, and how to contest them."
    ),
    Measure.BAN: lambda: _("Your account was closed by the moderators. Here are the reasons, and how to contest them."),
}


def appeal_decided(group: Group) -> Line:
    """Art. 20(5)."""
    if group.data["is_reversed"]:
        text = _("Your objection about “%(title)s” was right: the decision is reversed.")
    else:
        text = _("Your objection about “%(title)s” was looked at by somebody else: the decision stands.")
    if group.data["report"]:
        return _line(group, text, page_path("report_outcome", group.data["report"]))
    return _line(group, text, page_path("decision", group.data["code"], key=group.data["key"]))


def held(group: Group) -> Line:
    text = _("“%(title)s” waits until a moderator has looked at it. Until then you alone see it.")
    return _line(group, text, group.address or "/")


def desk(group: Group) -> Line:
    text = ngettext(
        "%(count)d thing waits for your decision.", "%(count)d things wait for your decision.", group.facts_count
    )
    return Line(text % {"count": group.facts_count}, page_path("desk"))


def _line(group: Group, text: str, address: str) -> Line:
    title = group.data.get("title") or group.title or _("something that is gone")
    return Line(text % {"title": title}, address, group.picture)
