"""Objections: a decision is looked at again, by somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import appealing
from bouquet.capabilities.moderation.forms import JudgementForm
from bouquet.capabilities.moderation.models import Appeal
from bouquet.capabilities.moderation.views.desk import rows_of
from bouquet.capabilities.moderation.views.doors import for_moderators

A_PAGE = 25


@for_moderators
def waiting(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first."""
    there = Appeal.objects.waiting().select_related("decision", "decision__made_by", "decision__account")
    page = Paginator(there.order_by("made_at"), A_PAGE).get_page(request.GET.get("page"))
    known = {"page": page, "objections_count": page.paginator.count, "is_moderator": True, "here": "objections"}
    return render(request, "moderation/objections.html", known)


@for_moderators
def objection(request: HttpRequest, key: UUID) -> HttpResponse:
    """One of them, with the decision; the answer is sent here too."""
    related = ("decision__case", "decision__made_by", "decision__account", "report", "decided_by")
    appeal = get_object_or_404(Appeal.objects.select_related(*related), pk=key)
    member = member_of(request)
    if appeal.decision.account_id == member.pk:
        raise Http404
    form = JudgementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_right = form.cleaned_data["is_right"] == "yes"
        try:
            appealing.judge(appeal=appeal, by=member, is_right=is_right, reasons=form.cleaned_data["reasons"])
            messages.success(request, _("Answered. Whoever contested is told."))
            return redirect("moderation:objections")
        except appealing.ForAnother:
            form.add_error(None, _("The decision was yours: somebody else answers the objection."))
        except appealing.AlreadyJudged:
            messages.error(request, _("Somebody was faster: this is answered already."))
            return redirect("moderation:objection", key)
    known = {
        "appeal": appeal,
        "decision": appeal.decision,
        "row": rows_of([appeal.decision.case])[0],
        "form": form,
        "may_judge": policies.may_judge_appeal(member, appeal.decision),
        "here": "objections",
        "is_moderator": True,
    }
    return render(request, "moderation/objection.html", known, status=422 if form.errors else 200)
