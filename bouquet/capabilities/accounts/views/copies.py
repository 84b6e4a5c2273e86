"""A member's copy of their data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import copying
from bouquet.capabilities.accounts.asking import member_of
from bouquet.foundation.storage.store import store

ADDRESS_SECONDS = 600


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Ask for a copy, fetch it, or close the account."""
    latest = member_of(request).exports.order_by("-asked_at").first()
    address = copying.address_of(latest) if latest and latest.is_ready else ""
    return render(request, "accounts/data.html", {"export": latest, "copy_address": address})


@login_required
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Have a copy made; a mail says when it is ready."""
    copying.ask_for_copy(account=member_of(request))
    return redirect("accounts:data")


@login_required
def download(request: HttpRequest, ticket: str) -> HttpResponseBase:
    """The ZIP, for the member it is of and nobody else."""
    try:
        export = copying.copy_behind(ticket, account=member_of(request))
    except BadSignature:
        raise Http404 from None
    if export is None:
        return render(request, "accounts/copy_gone.html", status=404)
    elsewhere = store().signed_address(export.key, seconds=ADDRESS_SECONDS)
    if elsewhere:
        return HttpResponseRedirect(elsewhere)
    path = store().local_path(export.key)
    if path is None or not path.exists():
        return render(request, "accounts/copy_gone.html", status=404)
    name = f"{member_of(request).handle}-{export.asked_at:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
