"""Where a member is signed in, and how to end it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import signing_in
from bouquet.capabilities.accounts.asking import member_of, sign_in_of
from bouquet.capabilities.accounts.models import SignIn


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every device that is signed in, this one first."""
    here = sign_in_of(request)
    there = SignIn.objects.open().filter(account=member_of(request)).exclude(pk__in=[here.pk] if here else [])
    return render(request, "accounts/devices.html", {"here": here, "there": there.order_by("-seen_at")})


@login_required
@require_POST
def sign_out_there(request: HttpRequest, key: UUID) -> HttpResponse:
    """End one of them."""
    sign_in = get_object_or_404(SignIn, pk=key, account=member_of(request))
    signing_in.end(sign_in)
    messages.success(request, _("That device is signed out, on every site of the network."))
    return redirect("accounts:devices")


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End all but this one."""
    ended = signing_in.end_all(member_of(request), but=sign_in_of(request))
    words = ngettext("%d other device is signed out.", "%d other devices are signed out.", ended) % ended
    messages.success(request, words if ended else _("No other device was signed in."))
    return redirect("accounts:devices")
