"""One case: what is known of it, who works on it, what is decided."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation import policies
from bouquet.capabilities.moderation.actions import claiming, deciding, opening
from bouquet.capabilities.moderation.engine import reasons
from bouquet.capabilities.moderation.forms import DecisionForm
from bouquet.capabilities.moderation.models import Case, Decision, Trust
from bouquet.capabilities.moderation.views.desk import rows_of
from bouquet.foundation.subjects.registry import subject, visible_subjects
from bouquet.foundation.subjects.subject import Ref

LATELY = 8


@login_required
def case(request: HttpRequest, key: UUID) -> HttpResponse:
    """The case; a decision is sent here too."""
    made, is_moderator = _case_or_404(request, key)
    form = DecisionForm(request.POST or None, case=made, is_keeper=not is_moderator)
    if request.method == "POST" and form.is_valid():
        answer = _decide(request, made, form)
        if answer is not None:
            return answer
    page = _page(request, made, form, is_moderator)
    return render(request, "moderation/case.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def claim(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it."""
    made, _is_moderator = _case_or_404(request, key)
    try:
        claiming.claim(case=made, by=member_of(request))
    except claiming.ClaimedByAnother as taken:
        _say_taken(request, taken.case)
    return redirect("moderation:case", key)


@require_POST
@login_required
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Give it back to the queue."""
    made, _is_moderator = _case_or_404(request, key)
    claiming.release(case=made, by=member_of(request))
    return redirect("moderation:desk")


@require_POST
@login_required
def look(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """A moderator, or a keeper, found something themselves: it goes onto the desk, and they with it."""
    member, ref = member_of(request), Ref(kind, key)
    thing = subject(ref) if policies.is_moderator(member) else visible_subjects([ref], member).get(ref)
    if thing is None or not (policies.is_moderator(member) or member.pk in thing.keepers):
        raise Http404
    made = opening.open_case(ref=ref, source=Case.Source.OWN, reason="rules")
    return redirect("moderation:case", made.pk)


def _case_or_404(request: HttpRequest, key: UUID) -> tuple[Case, bool]:
    """The case, and whether they judge it as a moderator. Others find nothing."""
    made = get_object_or_404(Case.objects.select_related("author", "claimed_by", "not_again"), pk=key)
    try:
        return made, policies.require_may_judge(member_of(request), made)
    except PermissionDenied:
        raise Http404 from None


def _decide(request: HttpRequest, made: Case, form: DecisionForm) -> HttpResponse | None:
    try:
        decision = deciding.decide(ref=made.ref, by=member_of(request), case=made, **form.told())
    except deciding.AlreadyDecided as faster:
        messages.error(
            request,
            _("%(who)s was faster: this was decided meanwhile, and nothing of yours was done.")
            % {"who": faster.decision.made_by.display_name if faster.decision.made_by else _("Somebody")},
        )
        return redirect("moderation:case", made.pk)
    except claiming.ClaimedByAnother as taken:
        form.add_error(None, _taken(taken.case))
        return None
    except ValidationError as error:
        form.refuse(error)
        return None
    messages.success(request, _("Decided. The person concerned and those who reported it are told."))
    return redirect("moderation:decision", decision.code)


def _taken(made: Case) -> str:
    other = made.worked_on_by()
    return _("%(who)s works on this case at the moment. What you wrote is kept below.") % {
        "who": other.display_name if other else _("Somebody")
    }


def _say_taken(request: HttpRequest, made: Case) -> None:
    other = made.worked_on_by()
    who = other.display_name if other else _("Somebody")
    messages.error(request, _("%(who)s works on this case at the moment.") % {"who": who})


def _page(request: HttpRequest, made: Case, form: DecisionForm, is_moderator: bool) -> dict[str, object]:
    row = rows_of([made])[0]
    author = made.author
    worker = made.worked_on_by()
    return {
        "case": made,
        "row": row,
        "thing": row.thing,
        "is_person": made.kind == deciding.ACCOUNT,
        "part_of": subject(row.thing.part_of) if row.thing and row.thing.part_of else None,
        "form": form,
        "author": author,
        "author_trust": Trust.objects.filter(pk=author.pk).first() if author else None,
        "author_trust_level": policies.trust_of(author) if author else 0,
        "earlier_of_author": _earlier_of(author) if author and is_moderator else [],
        "others_of_author": _others_of(author, made) if author and is_moderator else [],
        "earlier_of_thing": _earlier_of_thing(made, is_moderator),
        "decisions": [] if made.is_open else list(made.decisions.order_by("-made_at")),
        "reports": made.reports.select_related("reporter").order_by("made_at"),
        "is_moderator": is_moderator,
        "is_mine": worker == member_of(request),
        "worker": worker,
        "is_grave": made.severity >= reasons.GRAVE,
        "here": "desk",
    }


def _earlier_of_thing(made: Case, is_moderator: bool) -> list[Decision]:
    """Keepers see what keepers decided."""
    there = Decision.objects.about(made.ref).select_related("made_by").order_by("-made_at")
    return list((there if is_moderator else there.filter(by_keeper=True))[:LATELY])


def _earlier_of(author: Account) -> list[Decision]:
    return list(Decision.objects.filter(account=author).select_related("made_by").order_by("-made_at")[:LATELY])


def _others_of(author: Account, made: Case) -> list[Case]:
    return list(Case.objects.open().filter(author=author).exclude(pk=made.pk).by_priority()[:LATELY])
