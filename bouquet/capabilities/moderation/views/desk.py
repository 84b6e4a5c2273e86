"""The queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.models import Appeal, Case
from bouquet.capabilities.moderation.models.case import CaseQuerySet
from bouquet.capabilities.moderation.views.doors import for_judges
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.registry import kind_called, kinds, subjects
from bouquet.foundation.subjects.subject import Kind, Subject

A_PAGE = 25
SHOWN = {
    "all": Q(),
    "held": Q(is_held=True),
    "grave": Q(severity__gte=reasons.HEAVY),
    "reported": Q(source=Case.Source.REPORT),
}


@dataclass(frozen=True)
class Row:
    """A case with what it is about; `thing` is None when that is gone."""

    case: Case
    kind: Kind | None
    thing: Subject | None
    worker: Account | None

    @property
    def title(self) -> str:
        return self.thing.title if self.thing else self.case.title


@for_judges
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing first; each filter has an address. The same number of queries, however long."""
    member = member_of(request)
    is_moderator = policies.is_moderator(member)
    waiting = Case.objects.open() if is_moderator else Case.objects.open().kept_by(member)
    shown = request.GET.get("show", "all")
    found = _filtered(waiting, request, member, shown)
    ordered = found.order_by("opened_at") if request.GET.get("by") == "age" else found.by_priority()
    page = Paginator(ordered.select_related("author", "claimed_by"), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "moderation/desk.html",
        {
            "rows": rows_of(page.object_list),
            "page": page,
            "shown": shown,
            "by": request.GET.get("by", ""),
            "kind": request.GET.get("kind", ""),
            "reason": request.GET.get("reason", ""),
            "kinds": kinds(),
            "reasons": reasons.REASONS,
            "counts": _counts(waiting, member),
            "is_moderator": is_moderator,
            "objections_count": Appeal.objects.waiting().count() if is_moderator else 0,
            "here": "desk",
        },
    )


def rows_of(cases: Iterable[Case]) -> list[Row]:
    """One `find` for each kind of thing."""
    cases = list(cases)
    things = subjects(case.ref for case in cases)
    return [Row(case, kind_called(case.kind), things.get(case.ref), case.worked_on_by()) for case in cases]


def _filtered(waiting: CaseQuerySet, request: HttpRequest, member: Account, shown: str) -> CaseQuerySet:
    if shown == "mine":
        waiting = waiting.filter(claimed_by=member, claimed_until__gt=clock.now())
    elif shown == "free":
        waiting = waiting.free_for(member, at=clock.now()).exclude(claimed_by=member, claimed_until__gt=clock.now())
    else:
        waiting = waiting.filter(SHOWN.get(shown, Q()))
    if request.GET.get("kind"):
        waiting = waiting.filter(kind=request.GET["kind"])
    if request.GET.get("reason"):
        waiting = waiting.filter(reason=request.GET["reason"])
    return waiting


def _counts(waiting: CaseQuerySet, member: Account) -> dict[str, int]:
    """How many each chip leads to; one query."""
    now = clock.now()
    mine = Q(claimed_by=member, claimed_until__gt=now)
    free = Q(claimed_by=None) | Q(claimed_until__lte=now)
    return waiting.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=mine),
        free=Count("pk", filter=free),
        held=Count("pk", filter=SHOWN["held"]),
        grave=Count("pk", filter=SHOWN["grave"]),
        reported=Count("pk", filter=SHOWN["reported"]),
    )
