"""The statement of reasons, for the person concerned, and where they contest it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import appealing, reversing
from bouquet.capabilities.moderation.engine.addresses import page_path
from bouquet.capabilities.moderation.forms import ObjectionForm, ReversalForm
from bouquet.capabilities.moderation.models import Decision, OutOfCourtBody
from bouquet.capabilities.moderation.views.doors import for_moderators
from bouquet.foundation.clock import clock


@never_cache
def decision(request: HttpRequest, code: str) -> HttpResponse:
    """Everything Regulation (EU) 2022/2065 art. 17(3) asks for."""
    made = _readable_or_404(request, code)
    return _page(request, made, ObjectionForm())


@never_cache
@require_POST
def contest(request: HttpRequest, code: str) -> HttpResponse:
    """The objection (art. 20); also by somebody who cannot sign in any more."""
    made = _readable_or_404(request, code)
    if not _is_concerned(request, made):
        raise Http404
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, made, form, status=422)
    try:
        appealing.contest(decision=made, text=form.cleaned_data["text"])
    except (appealing.TooLate, PermissionDenied):
        messages.error(request, _("This decision can no longer be contested."))
    return HttpResponseRedirect(page_path("decision", code, key=request.GET.get("key", "")))


@require_POST
@for_moderators
def reverse(request: HttpRequest, code: str) -> HttpResponse:
    """A moderator takes it back without being asked."""
    made = get_object_or_404(Decision, code=code)
    form = ReversalForm(request.POST)
    if form.is_valid():
        reversing.reverse(decision=made, by=member_of(request), reasons=form.cleaned_data["reasons"])
        messages.success(request, _("The decision is taken back: all is as it was."))
    else:
        messages.error(request, _("Please write why it is taken back: the person concerned reads it."))
    return HttpResponseRedirect(page_path("decision", code))


def _readable_or_404(request: HttpRequest, code: str) -> Decision:
    """For the person concerned (signed in, or with the mail's address), moderators, and keepers where one decided."""
    made = get_object_or_404(Decision.objects.select_related("case", "account", "made_by", "reversed_by"), code=code)
    if _is_concerned(request, made):
        return made
    if request.user.is_authenticated:
        member = member_of(request)
        if policies.is_moderator(member) or (made.by_keeper and policies.is_keeper_of(member, made.case)):
            return made
    raise Http404


def _is_concerned(request: HttpRequest, made: Decision) -> bool:
    if made.is_signed_by(request.GET.get("key", "")):
        return True
    return request.user.is_authenticated and made.account_id == member_of(request).pk


def _page(request: HttpRequest, made: Decision, form: ObjectionForm, status: int = 200) -> HttpResponse:
    appeal = made.appeals.filter(report=None).first()
    is_moderator = request.user.is_authenticated and policies.is_moderator(member_of(request))
    is_concerned = _is_concerned(request, made)
    known = {
        "decision": made,
        "appeal": appeal,
        "is_concerned": is_concerned,
        "is_moderator": is_moderator,
        "may_take_back": is_moderator and policies.may_take_back(member_of(request), made),
        "may_contest": is_concerned
        and appeal is None
        and made.is_restricting
        and not made.is_reversed
        and clock.now() <= made.contestable_until,
        "key": request.GET.get("key", ""),
        "form": form,
        "reversal_form": ReversalForm(),
        "out_of_court": OutOfCourtBody.objects.filter(language=get_language() or "fr").first(),
    }
    return render(request, "moderation/decision.html", known, status=status)
