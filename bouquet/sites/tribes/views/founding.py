"""Found a tribe, in three steps that keep what was typed in the page itself: they work without script."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.sites.tribes.actions import founding
from bouquet.sites.tribes.actions.founding import Details
from bouquet.sites.tribes.forms.tribe import DoorForm, LookForm, NameForm

STEPS: tuple[type[forms.Form], ...] = (NameForm, DoorForm, LookForm)


@login_required
def found(request: HttpRequest) -> HttpResponse:
    """`step` says which was sent; the earlier ones come along hidden, and are asked again where they are wrong."""
    if request.method != "POST":
        return _show(request, 0, NameForm(initial={"language": get_language() or "fr"}))
    sent = _step(request.POST.get("step", ""))
    filled = [step(request.POST) for step in STEPS[: sent + 1]]
    for number, form in enumerate(filled):
        if not form.is_valid():
            return _show(request, number, form, status=422)
    if request.POST.get("back"):
        return _show(request, max(0, sent - 1), filled[max(0, sent - 1)])
    if sent + 1 < len(STEPS):
        return _show(request, sent + 1, STEPS[sent + 1](initial=_kept(request)))
    values = {name: value for form in filled for name, value in form.cleaned_data.items()}
    try:
        tribe = founding.found(by=member_of(request), details=Details(**values))
    except TooFast as error:
        filled[-1].add_error(None, str(error))
        return _show(request, sent, filled[-1], status=429)
    except Refused as refused:
        filled[-1].add_error(None, refused.reason)
        return _show(request, sent, filled[-1], status=422)
    messages.success(
        request, gettext("%(tribe)s is born. Say something, then invite your people!") % {"tribe": tribe.name}
    )
    return redirect(tribe.path)


def _show(request: HttpRequest, number: int, form: forms.Form, *, status: int = 200) -> HttpResponse:
    own = set(form.fields)
    hidden = [(name, value) for name, value in _kept(request).items() if name not in own]
    context = {"form": form, "number": number, "steps": range(len(STEPS)), "hidden": hidden}
    return render(request, "tribes/found.html", context, status=status)


def _kept(request: HttpRequest) -> dict[str, str]:
    """What was typed in any step."""
    known = {name for step in STEPS for name in step.base_fields}
    return {name: str(request.POST[name]) for name in request.POST if name in known}


def _step(text: str) -> int:
    return int(text) if text in {"0", "1", "2"} else 0
