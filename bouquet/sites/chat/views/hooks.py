"""An address that a bot has told what happens: its secret, what became of each delivery."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.messaging.actions import hooking
from bouquet.capabilities.messaging.models.hook import Delivery, Hook
from bouquet.sites.chat.views.bots import kept_or_403
from bouquet.sites.chat.views.room import facts

SHOWN = 50


@never_cache
@login_required
def hook(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """The page; posted to, `do` says what is wanted."""
    place = kept_or_403(request, code)
    found = get_object_or_404(Hook.objects.select_related("bot__account", "room"), pk=key, room=place.room)
    if request.method == "POST":
        return _done(request, code, found)
    log = found.deliveries.order_by("-made_at")[:SHOWN]
    return render(request, "chat/hook.html", {"hook": found, "bot": found.bot, "log": log, **facts(place)})


def _done(request: HttpRequest, code: str, found: Hook) -> HttpResponse:
    by, do = member_of(request), request.POST.get("do", "")
    if do == "remove":
        hooking.remove(hook=found, by=by)
        messages.success(request, gettext("This address is told nothing any more."))
        return redirect("chat:bot", code, found.bot_id)
    if do in ("on", "off"):
        hooking.switch(hook=found, by=by, is_on=do == "on")
        told = gettext("It is told again, from now on.") if do == "on" else gettext("Nothing is sent for now.")
    elif do == "renew":
        hooking.renew_secret(hook=found, by=by)
        told = gettext("This is the secret from now on.")
    elif do.startswith("again "):
        hooking.send_again(delivery=get_object_or_404(Delivery, pk=_key(do), hook=found), by=by)
        told = gettext("It is sent again within seconds.")
    else:
        raise Http404
    messages.success(request, told)
    return redirect("chat:hook", code, found.pk)


def _key(do: str) -> UUID:
    try:
        return UUID(do.partition(" ")[2])
    except ValueError:
        raise Http404 from None
