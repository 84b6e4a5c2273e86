"""Events as files that calendars read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.foundation.brands.current import brand_of
from bouquet.foundation.text.safe_html import plain_text
from bouquet.sites.tribes.actions import addressing, calendars
from bouquet.sites.tribes.engine.icalendars import Entry, calendar
from bouquet.sites.tribes.models import CalendarLink, Event
from bouquet.sites.tribes.views.carried import carried_or_404
from bouquet.sites.tribes.views.fetching import inside_or_404


def of_event(request: HttpRequest, code: str) -> HttpResponse:
    """One event, to be saved in a calendar."""
    post, carried = carried_or_404(request, code, "event")
    if carried.event is None:
        raise Http404
    carried.event.event.post = post
    return _answer(request, post.code, carried.event.event.title, [carried.event.event])


def of_tribe(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of an open tribe, for anybody's calendar. One of a closed tribe needs a member's secret address."""
    place = inside_or_404(request, slug)
    if not place.tribe.is_open:
        raise Http404
    return _answer(request, place.tribe.slug, place.tribe.name, calendars.events_of(place.tribe, viewer=place.visitor))


def secret(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner of a secret address may see, read by a calendar that is signed in nowhere."""
    link = get_object_or_404(CalendarLink.objects.select_related("account", "tribe"), token=token)
    name = link.tribe.name if link.tribe else gettext("My events")
    response = _answer(request, "calendar", f"{name} · {brand_of(request).name}", calendars.events_at(link))
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@login_required
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Make, renew or take back the secret address of a tribe's calendar."""
    place = inside_or_404(request, slug)
    do = request.POST.get("do")
    if do == "revoke":
        calendars.revoke(account=member_of(request), tribe=place.tribe)
        messages.success(request, gettext("No address any more."))
    elif place.is_inside:
        calendars.renew(account=member_of(request), tribe=place.tribe)
    return redirect("tribes:events", slug)


def _answer(request: HttpRequest, file: str, name: str, events: Iterable[Event]) -> HttpResponse:
    host = addressing.absolute("").partition("://")[2].partition(":")[0]
    content = calendar(name, [_entry(event, host) for event in events])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{file}.ics"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _entry(event: Event, host: str) -> Entry:
    return Entry(
        uid=f"{event.pk}@{host}",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        place=event.place,
        link=event.link,
        description=plain_text(event.post.text),
        address=addressing.post_address(event.post),
        changed_at=event.changed_at,
        sequence=event.sequence,
        is_cancelled=event.is_cancelled,
    )
