"""Vote."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.tribes.actions import polling
from bouquet.sites.tribes.views.carried import carried_or_404, shown_again


@require_POST
@login_required
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """Choose these answers; none of them takes the vote back."""
    post, _carried = carried_or_404(request, code, "poll")
    fault = ""
    try:
        options = [int(text) for text in request.POST.getlist("option") if text.isascii() and text.isdecimal()]
        polling.vote(post=post, by=member_of(request), options=options)
    except polling.PollIsOver:
        fault = gettext("This poll has just ended: your answer came too late.")
    except polling.NotAChoice:
        fault = gettext("Choose one of the answers.")
    if fault:
        messages.error(request, fault)
    return shown_again(request, code, "poll", fault=fault)
