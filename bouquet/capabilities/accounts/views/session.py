"""The walk that signs a browser in on every host, and the way out of all of them at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods

from bouquet.capabilities.accounts.actions import opening, signing_in, touring
from bouquet.capabilities.accounts.asking import sign_in_of
from bouquet.capabilities.accounts.forms.entrance import UNCONFIRMED
from bouquet.capabilities.accounts.views import hosts
from bouquet.foundation.brands.current import address_at, network
from bouquet.foundation.brands.guests import is_trusted
from bouquet.foundation.ids.keys import new_secret

STATE_COOKIE = "session_state"
STATE_SECONDS = 120
_TOUR = "tour"
# Browsers follow 20 redirects in a row (Fetch §4.4); a stop takes three. Then a page goes on by itself.
STOPS_IN_A_ROW = 5


@require_GET
@hosts.at_account_host
def tour(request: HttpRequest) -> HttpResponse:
    """Start the walk for whoever is signed in here, or go on with it; it ends at `next`."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(address_at(network().account_host, reverse(settings.LOGIN_URL)))
    if "next" not in request.GET and request.session.get(_TOUR):
        going_on = request.session[_TOUR]
        translation.activate(request.user.language)
        return render(request, "accounts/tour.html", {"onward": _next_address(going_on)})
    begun = begin_tour(request, hosts.next_of(request))
    return _unseen(HttpResponseRedirect(begun))


def begin_tour(request: HttpRequest, goal: str) -> str:
    """Plan the walk in the session of the account host; returns its first address."""
    goal = hosts.in_language(goal, request.user.language)  # type: ignore[union-attr]
    plan = {"stops": touring.hosts_to_visit(last=hosts.host_of(goal)), "goal": goal}
    request.session[_TOUR] = plan
    return _next_address(plan)


@require_GET
@hosts.at_brand_hosts
def come(request: HttpRequest) -> HttpResponse:
    """At a brand: take note of this browser, and ask the account host who it is."""
    state = new_secret()
    host = hosts.host_of(hosts.origin_of(request))
    query = urlencode({"host": host, "state": state})
    response = HttpResponseRedirect(address_at(network().account_host, f"/session/grant/?{query}"))
    response.set_cookie(
        STATE_COOKIE,
        state,
        max_age=STATE_SECONDS,
        path="/session/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _unseen(response)


@require_GET
@hosts.at_account_host
def grant(request: HttpRequest) -> HttpResponse:
    """At the account host: a ticket for the browser that asks, if somebody is signed in here."""
    host, state = request.GET.get("host", ""), request.GET.get("state", "")
    is_known = host in network().hosts or is_trusted(host)
    if not is_known or host == network().account_host or not state:
        return HttpResponseBadRequest()
    sign_in = sign_in_of(request)
    if sign_in is None:
        return _unseen(HttpResponseRedirect(address_at(host)))
    onward = _walk_on(request, host)
    ticket = touring.make_ticket(sign_in=sign_in, host=host, state=state, next_address=onward)
    return _unseen(HttpResponseRedirect(address_at(host, f"/session/arrive/?{urlencode({'ticket': ticket})}")))


@require_GET
@hosts.at_brand_hosts
def arrive(request: HttpRequest) -> HttpResponse:
    """At the brand again: the ticket becomes a session of this host, in the browser that asked for it and no other."""
    host = hosts.host_of(hosts.origin_of(request))
    try:
        taken = touring.take_ticket(
            request.GET.get("ticket", ""), host=host, state=request.COOKIES.get(STATE_COOKIE, "")
        )
    except touring.TicketRefused:
        # The walk's addresses have no language of their own: the browser's is used.
        translation.activate(translation.get_language_from_request(request))
        return _unseen(render(request, "accounts/ticket_refused.html", status=400))
    # Whatever session the browser brought is dropped: nobody can have prepared the new one.
    request.session.flush()
    request.session["sign_in_id"] = str(taken.sign_in_id)
    request.session["host"] = host
    rotate_token(request)
    response = HttpResponseRedirect(taken.next_address)
    response.delete_cookie(STATE_COOKIE, path="/session/")
    return _unseen(response)


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign this device out of every host. Asked for by GET, it asks back."""
    if request.method == "GET" and request.user.is_authenticated:
        return render(request, "accounts/sign_out.html")
    if request.method == "POST":
        sign_in = sign_in_of(request)
        if sign_in:
            signing_in.end(sign_in)
        elif UNCONFIRMED in request.session:
            opening.take_back(request.session[UNCONFIRMED])
        # Also what an interrupted sign-up or sign-in left behind: its pages' "Cancel" comes here.
        request.session.flush()
    return _unseen(HttpResponseRedirect(hosts.next_of(request)))


def _walk_on(request: HttpRequest, host: str) -> str:
    """Tick `host` off the plan; where to go from there."""
    plan = request.session.get(_TOUR)
    if not plan or host not in plan["stops"]:
        return address_at(host)
    left = plan["stops"][plan["stops"].index(host) + 1 :]
    walked = plan.get("walked", 0) + 1
    plan = {**plan, "stops": left, "walked": walked}
    if left:
        request.session[_TOUR] = plan
        # No form may lead to a guest's host (`form-action`): a page goes there by itself.
        pause = walked % STOPS_IN_A_ROW == 0 or left[0] not in network().hosts
        return address_at(network().account_host, "/session/tour/") if pause else _next_address(plan)
    del request.session[_TOUR]
    return str(plan["goal"])


def _next_address(plan: dict[str, Any]) -> str:
    stops: list[str] = plan["stops"]
    return address_at(stops[0], "/session/come/") if stops else str(plan["goal"])


def _unseen(response: HttpResponse) -> HttpResponse:
    """Tickets and states stay out of caches and out of the Referer of the next page."""
    patch_cache_control(response, no_store=True, private=True)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
