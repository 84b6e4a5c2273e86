"""Close the account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.actions import closing
from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.forms.settings import ClosingForm


@login_required
@reauthentication_required
def close(request: HttpRequest) -> HttpResponse:
    """Asks for the password, a code or a passkey again, then what becomes of the posts."""
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = member_of(request)
        closing.close(account=account, keeps_posts=form.cleaned_data["posts"] == "keep")
        request.session.flush()
        return render(request, "accounts/closed.html", {"leaves_at": account.leaves_at})
    return render(request, "accounts/close.html", {"form": form, "days": closing.GRACE.days})
