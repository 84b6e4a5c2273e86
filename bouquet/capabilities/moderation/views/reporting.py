"""Report a thing; read what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import appealing, limiting, reporting
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.engine.measures import Ground
from bouquet.capabilities.moderation.forms import ObjectionForm, ReportForm
from bouquet.capabilities.moderation.models import Report
from bouquet.foundation.live.visitors import address_of
from bouquet.foundation.subjects.registry import kind_called, visible_subjects
from bouquet.foundation.subjects.subject import Ref, Subject

HOUR, DAY = 3600, 86400


@never_cache
def report(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """The form, for members and (what is against the law) for everybody. What one may not see, one cannot report."""
    thing = _thing_or_404(request, Ref(kind, key))
    is_member = request.user.is_authenticated
    form = ReportForm(request.POST or None, is_member=is_member)
    if request.method == "POST" and form.is_valid():
        try:
            made = _take(request, thing, form)
        except limiting.TooFast as wait:
            form.add_error(None, str(wait))
        else:
            return redirect("moderation:report_outcome", made.code)
    return render(request, "moderation/report.html", _page(request, thing, form), status=422 if form.errors else 200)


@never_cache
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    """That it arrived (art. 16(4)), and later what was decided (art. 16(5)). The address is the key."""
    made = get_object_or_404(Report.objects.select_related("case"), code=code)
    decision = made.case.decisions.filter(made_at=made.decided_at).first() if made.decided_at else None
    appeal = made.appeals.first()
    may_contest = bool(decision and not decision.is_restricting and not appeal and not decision.is_reversed)
    known = {"report": made, "case": made.case, "decision": decision, "appeal": appeal, "may_contest": may_contest}
    return render(request, "moderation/outcome.html", known | {"form": ObjectionForm()})


@require_POST
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """Who reported contests that nothing was done (art. 20(1))."""
    made = get_object_or_404(Report.objects.select_related("case"), code=code)
    decision = made.case.decisions.filter(made_at=made.decided_at).first() if made.decided_at else None
    if decision is None:
        raise Http404
    form = ObjectionForm(request.POST)
    if form.is_valid():
        try:
            appealing.contest(decision=decision, text=form.cleaned_data["text"], report=made)
        except (appealing.TooLate, PermissionDenied):
            messages.error(request, _("This decision can no longer be contested."))
    else:
        messages.error(request, _("Please write why the decision is wrong."))
    return redirect("moderation:report_outcome", made.code)


def _thing_or_404(request: HttpRequest, ref: Ref) -> Subject:
    thing = visible_subjects([ref], visitor_of(request)).get(ref)
    if thing is None:
        raise Http404
    return thing


def _take(request: HttpRequest, thing: Subject, form: ReportForm) -> Report:
    told = form.cleaned_data
    if request.user.is_authenticated:
        by, visitor, ground = member_of(request), None, told["ground"]
    else:
        by, visitor, ground = None, reporting.Visitor(told["name"], told["mail"]), Ground.LAW
        place = address_of(request)
        limiting.require_pace_at(place=place, verb="report", most=6, seconds=HOUR)
        if told["mail"]:
            limiting.require_pace_at(place=told["mail"], verb="report", most=6, seconds=DAY)
    made, _is_new = reporting.report(
        ref=thing.ref,
        reason=told["reason"],
        explanation=told["explanation"],
        ground=ground,
        by=by,
        visitor=visitor,
        in_good_faith=told["in_good_faith"],
    )
    return made


def _page(request: HttpRequest, thing: Subject, form: ReportForm) -> dict[str, object]:
    kind = kind_called(thing.ref.kind)
    return {
        "thing": thing,
        "kind": kind,
        "author": Account.objects.filter(pk=thing.author_id).first() if thing.author_id else None,
        "is_person": thing.ref.kind == "accounts.account",
        "form": form,
        "as_of": reasons.AS_OF,
        "is_moderator": policies.is_moderator(request.user) if request.user.is_authenticated else False,
    }
