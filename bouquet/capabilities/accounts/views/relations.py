"""Between two people: the menu beside a name, blocks and mutes, and the list of them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.actions import blocking
from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import relation_of
from bouquet.capabilities.accounts.profiles import person_items
from bouquet.capabilities.accounts.views import hosts
from bouquet.foundation.ui.toasts import undoable

A_PAGE = 50


@never_cache
def menu(request: HttpRequest, handle: str) -> HttpResponse:
    """What one may do about a person: the sheet of the menu, or without script a page with the same."""
    person = _person(handle)
    is_known = request.user.is_authenticated and request.user != person
    back = request.GET.get("next") or request.headers.get("HX-Current-URL", "")
    known = {
        "person": person,
        "relation": relation_of(member_of(request), person) if is_known else None,
        "items": [(item, item.address(person)) for item in person_items()] if request.user != person else [],
        "next": hosts.safe_next(request, back),
    }
    return render(request, "accounts/relation_items.html" if is_fragment(request) else "accounts/relation.html", known)


@require_POST
@login_required
def block(request: HttpRequest, handle: str) -> HttpResponse:
    """Block; with `stop`, no longer."""
    person = _person(handle)
    if _stops(request):
        blocking.unblock(account=person, by=member_of(request))
        words = _("%(name)s is no longer blocked.")
    else:
        blocking.block(account=person, by=member_of(request))
        words = _("%(name)s is blocked: you will see nothing of each other.")
    return _onward(request, person, words)


@require_POST
@login_required
def mute(request: HttpRequest, handle: str) -> HttpResponse:
    """Mute; with `stop`, no longer."""
    person = _person(handle)
    if _stops(request):
        blocking.unmute(account=person, by=member_of(request))
        words = _("%(name)s is no longer muted.")
    else:
        blocking.mute(account=person, by=member_of(request))
        words = _("%(name)s is muted, and will not know.")
    return _onward(request, person, words)


@login_required
def blocked(request: HttpRequest) -> HttpResponse:
    """Whom the member blocks and mutes, the latest first."""
    account = member_of(request)
    blocks = account.blocks.select_related("blocked").order_by("-made_at", "pk")
    mutes = account.mutes.select_related("muted").order_by("-made_at", "pk")
    known = {
        "blocks": Paginator(blocks, A_PAGE).get_page(request.GET.get("page")),
        "mutes": Paginator(mutes, A_PAGE).get_page(request.GET.get("mutes")),
    }
    return render(request, "accounts/blocked.html", known)


def _person(handle: str) -> Account:
    """Anybody who is not erased: one may want to block whom one cannot see."""
    found: Account = get_object_or_404(Account.objects.with_handle(handle), erased_at=None)
    return found


def _stops(request: HttpRequest) -> bool:
    return "stop" in request.POST or "stop" in request.GET


def _onward(request: HttpRequest, person: Account, words: str) -> HttpResponse:
    """Say what was done, with the way back, on the page the person came from."""
    wanted = hosts.safe_next(request, request.POST.get("next") or request.GET.get("next") or "")
    opposite = {"next": wanted} if _stops(request) else {"next": wanted, "stop": "1"}
    undoable(request, words % {"name": person}, undo=f"{request.path}?{urlencode(opposite)}")
    return redirect(wanted or reverse("accounts:profile", args=[person.handle]))
