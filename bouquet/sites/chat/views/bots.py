"""The bots of a room, for who looks after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.messaging.actions import admitting, employing, hooking
from bouquet.capabilities.messaging.models.bot import Bot, BotOrder, Token
from bouquet.sites.chat.forms.bots import BotForm, BotTokenForm, HookForm, OrderForm
from bouquet.sites.chat.views.fetching import Place, inside_or_404
from bouquet.sites.chat.views.refusals import REFUSALS, sentence_of
from bouquet.sites.chat.views.room import facts

FORMS = {"token": BotTokenForm, "teach": OrderForm, "hook": HookForm}


@never_cache
@login_required
def bots(request: HttpRequest, code: str) -> HttpResponse:
    """All of them; a new one."""
    place = kept_or_403(request, code)
    form = BotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = employing.make_bot(room=place.room, by=member_of(request), name=form.cleaned_data["name"])
        except REFUSALS as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            return redirect("chat:bot", code, made.pk)
    known = Bot.objects.here().filter(room=place.room).select_related("account", "maker").order_by("made_at")
    context = {"bots": known, "form": form, **facts(place)}
    return render(request, "chat/bots.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def bot(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """One: its tokens, its address, the orders it takes, whom it tells. `do` says what is wanted of it."""
    place = kept_or_403(request, code)
    found = get_object_or_404(Bot.objects.here().select_related("account"), pk=key, room=place.room)
    if request.method != "POST":
        return _shown(request, place, found)
    do = request.POST.get("do", "")
    try:
        if do in FORMS:
            return _added(request, place, found, do)
        if do == "address":
            secret = employing.give_address(bot=found, by=member_of(request))
            return _shown(request, place, found, address=_hook_address(request, secret))
        if do not in _CHANGES:
            raise Http404
        told = _CHANGES[do](request, found)
    except REFUSALS as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("chat:bot", code, found.pk)
    messages.success(request, told)
    return redirect("chat:bots", code) if do == "retire" else redirect("chat:bot", code, found.pk)


def kept_or_403(request: HttpRequest, code: str) -> Place:
    """The room, for who looks after it."""
    place, _reader = inside_or_404(request, code)
    if place.room.is_direct or not place.may.get("keep"):
        raise PermissionDenied
    return place


def _added(request: HttpRequest, place: Place, found: Bot, do: str) -> HttpResponse:
    form, by = FORMS[do](request.POST, prefix=do), member_of(request)
    secret = ""
    if form.is_valid():
        try:
            if do == "token":
                secret = employing.give_token(bot=found, by=by, **form.cleaned_data)
            elif do == "teach":
                employing.teach(bot=found, by=by, **form.cleaned_data)
            else:
                hook = hooking.add_hook(bot=found, by=by, **form.cleaned_data)
                return redirect("chat:hook", place.room.code, hook.pk)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    if form.errors:
        return _shown(request, place, found, forms={do: form})
    return _shown(request, place, found, secret=secret) if secret else redirect("chat:bot", place.room.code, found.pk)


def _shown(
    request: HttpRequest, place: Place, found: Bot, *, secret: str = "", address: str = "", forms: Any = None
) -> HttpResponse:
    """A secret stands on the answer to its form, and nowhere after."""
    fresh = {name: (forms or {}).get(name) or form(prefix=name) for name, form in FORMS.items()}
    tokens = list(Token.objects.good().of(found.account_id))
    context = {
        "bot": found,
        "orders": found.orders.order_by("name"),
        "hooks": found.hooks.order_by("made_at"),
        "tokens": [token for token in tokens if Token.Scope.ADDRESS not in token.scopes],
        "address_token": next(iter(admitting.addresses_of(found.account_id)), None),
        "secret": secret,
        "new_address": address,
        **{f"{name}_form": form for name, form in fresh.items()},
        **facts(place),
    }
    return render(request, "chat/bot.html", context, status=422 if forms else 200)


def _hook_address(request: HttpRequest, secret: str) -> str:
    return f"{request.scheme}://{request.get_host()}/live/hooks/{secret}"


def _retire(request: HttpRequest, found: Bot) -> str:
    employing.retire(bot=found, by=member_of(request))
    return gettext("The bot is out of service. What it said stays.")


def _take_token(request: HttpRequest, found: Bot) -> str:
    token = get_object_or_404(Token, pk=_key(request, "token"), account=found.account_id)
    employing.take_token(bot=found, token=token, by=member_of(request))
    return gettext("It opens nothing any more.")


def _unteach(request: HttpRequest, found: Bot) -> str:
    employing.unteach(order=get_object_or_404(BotOrder, pk=_key(request, "order"), bot=found), by=member_of(request))
    return gettext("The bot does not take this order any more.")


def _key(request: HttpRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        raise Http404 from None


_CHANGES: dict[str, Callable[[HttpRequest, Bot], str]] = {
    "retire": _retire,
    "take_token": _take_token,
    "unteach": _unteach,
}
