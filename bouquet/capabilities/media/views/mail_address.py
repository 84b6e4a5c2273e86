"""A member's address for mailing videos: see, copy, renew, close."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.actions import mail_addresses
from bouquet.capabilities.media.models.sentences import size


@never_cache
@login_required
def mail_address(request: HttpRequest) -> HttpResponse:
    """The page."""
    # Base64 makes a file a third longer on its way.
    limit = size(settings.BOUQUET_MAX_MAIL_BYTES * 3 // 4)
    address = mail_addresses.address_of(member_of(request))
    return render(request, "media/mail_address.html", {"own_address": address, "limit": limit})


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    """A first address, or another one."""
    mail_addresses.renew_address(member_of(request))
    messages.success(request, gettext("This is your address from now on."))
    return redirect("media:mail_address")


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    """No address any more."""
    mail_addresses.revoke_address(member_of(request))
    messages.success(request, gettext("The address is closed. You can get a new one at any time."))
    return redirect("media:mail_address")
