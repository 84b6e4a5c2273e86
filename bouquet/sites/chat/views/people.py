"""Who is in a room; and for who looks after it: roles, invitations, the way out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.actions import joining, showing
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.sites.chat.forms.room import LinkForm
from bouquet.sites.chat.models import Link
from bouquet.sites.chat.views.fetching import account_or_404, inside_or_404
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of
from bouquet.sites.chat.views.room import facts
from bouquet.sites.chat.views.showing import profile_of

LONGEST_HANDLE = 40
DAY = 24 * 3600


def people(request: HttpRequest, code: str) -> HttpResponse:
    """By handle, a hundred at a time."""
    place, reader = inside_or_404(request, code)
    found = showing.people(reader, after=request.GET.get("after", "")[:LONGEST_HANDLE])
    rows = [one | {"address": profile_of(one.get("handle", ""))} for one in found["people"]]
    context = {"people": rows, "next_handle": rows[-1]["handle"] if found["more"] else "", **facts(place)}
    if place.seat.keeps:
        banned = Member.objects.filter(room=place.room, state=Member.State.BANNED).select_related("account")
        context["banned"] = banned.order_by("-since")[:100]
    if place.may.get("invite"):
        context |= {"link_form": LinkForm(), "links": _links(place.room, place.seat.keeps, member_of(request))}
    return render(request, "chat/people.html", context)


@require_POST
@login_required
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Ask somebody in, by handle."""
    place, _reader = inside_or_404(request, code)
    handle = request.POST.get("handle", "").strip().lower().removeprefix("@")
    account = Account.objects.active().filter(handle=handle).first()
    if account is None:
        messages.error(request, gettext("Nobody is called %(names)s.") % {"names": handle})
        return redirect("chat:people", code)
    try:
        joining.invite(room=place.room, by=member_of(request), account=account)
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("%(name)s is invited.") % {"name": account.display_name})
    return redirect("chat:people", code)


@require_POST
@login_required
def person(request: HttpRequest, code: str, handle: str) -> HttpResponse:
    """What a keeper does about one person: `do` says what."""
    place, _reader = inside_or_404(request, code)
    account, by = account_or_404(handle), member_of(request)
    verbs = {
        "keeper": lambda: joining.give_role(room=place.room, by=by, account=account, role=Member.Role.KEEPER),
        "member": lambda: joining.give_role(room=place.room, by=by, account=account, role=Member.Role.MEMBER),
        "kick": lambda: joining.kick(room=place.room, by=by, account=account),
        "ban": lambda: joining.ban(room=place.room, by=by, account=account),
        "ban_day": lambda: joining.ban(room=place.room, by=by, account=account, seconds=DAY),
        "unban": lambda: joining.unban(room=place.room, by=by, account=account),
    }
    if request.POST.get("do", "") not in verbs:
        raise Http404
    try:
        verbs[request.POST["do"]]()
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("It is done."))
    return redirect("chat:people", code)


def _links(room: Room, keeps: bool, member: Account) -> list[Link]:
    links = Link.objects.open().filter(room=room).select_related("by").order_by("-made_at")
    return list(links if keeps else links.filter(by=member))
