"""Events: who comes, what the host changes, what is coming."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import Visitor, member_of, visitor_of
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import addressing, attaching, calendars, meeting
from bouquet.sites.tribes.actions.carrying import Carried, carried_by
from bouquet.sites.tribes.actions.posting import Refused
from bouquet.sites.tribes.forms.events import EventForm
from bouquet.sites.tribes.models import Answer, Attendance, CalendarLink, Event, Post
from bouquet.sites.tribes.views.carried import carried_or_404, shown_again
from bouquet.sites.tribes.views.fetching import inside_or_404
from bouquet.sites.tribes.views.keeping_pages import page_of_post, page_of_tribe
from bouquet.sites.tribes.views.tribe import door

PEOPLE = 60
EVENTS = 12


@require_POST
@login_required
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """« J'y vais », « peut-être », « je n'y vais pas » ; the same again takes it back."""
    post, carried = carried_or_404(request, code, "event")
    said, fault = request.POST.get("answer", ""), ""
    if carried.event is not None and carried.event.answer == said:
        said = ""
    try:
        meeting.answer(post=post, by=member_of(request), answer=said if said in Answer.values else "")
    except meeting.EventIsFull:
        fault = gettext("The last place has just been taken. Say “maybe”, and look in again later.")
    except meeting.EventIsClosed:
        fault = gettext("This event is over, or called off.")
    if fault:
        messages.error(request, fault)
    return shown_again(request, code, "event", fault=fault)


@page_of_post("answer", "page")
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who goes, who may, who does not."""
    post, carried = carried_or_404(request, code, "event")
    said = request.GET.get("answer", Answer.GOING)
    kind = said if said in Answer.values else Answer.GOING
    rows = Attendance.objects.filter(event=post.pk, answer=kind).select_related("account").order_by("-pk")
    visitor = visitor_of(request)
    rows = rows.filter(account__is_active=True, account__leaves_at=None).exclude(account__in=hidden_from(visitor))
    page = Paginator(rows, PEOPLE).get_page(request.GET.get("page"))
    shown = {one.pk for one in policies.without_the_young((row.account for row in page), visitor)}
    page.object_list = [row for row in page if row.account_id in shown]
    context = {"post": post, "carried": carried, "people": page, "kind": kind, "kinds": Answer.choices}
    return render(request, "tribes/events/people.html", context)


@login_required
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Another time, place or title: its author, or a keeper."""
    post, carried = carried_or_404(request, code, "event")
    if carried.event is None or not policies.can_host(member_of(request), post):
        raise PermissionDenied
    event = carried.event.event
    form = EventForm.of(event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = form.draft()
            attaching.screen_words(post, post.author, f"{draft.title}\n{draft.place}\n{draft.link}")
            meeting.move(post=post, by=member_of(request), draft=draft)
        except meeting.EventIsClosed:
            form.add_error(None, gettext("This event is over, or called off."))
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, gettext("Changed. Those who come are told when it is another time or place."))
            return redirect(post.path)
    return render(request, "tribes/events/change.html", {"post": post, "event": event, "form": form})


@require_POST
@login_required
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """It does not take place."""
    post, _carried = carried_or_404(request, code, "event")
    meeting.cancel(post=post, by=member_of(request))
    messages.success(request, gettext("Called off. Those who come are told."))
    return redirect(post.path)


@page_of_tribe("past", "page")
def of_tribe(request: HttpRequest, slug: str) -> HttpResponse:
    """What is coming in a tribe, then what was."""
    place = inside_or_404(request, slug)
    events = Event.objects.visible_to(place.visitor).filter(post__tribe=place.tribe, post__is_shown=True)
    context: dict[str, Any] = {**door(place), "tab": "events", "is_past": request.GET.get("past") == "1"}
    found = events.past() if context["is_past"] else events.coming()
    page = Paginator(found.select_related("post"), EVENTS).get_page(request.GET.get("page"))
    context |= {"page": page, "cards": _cards(page, place.visitor)}
    if place.is_inside:
        context |= _calendar(calendars.existing_link(member_of(request), place.tribe))
    return render(request, "tribes/events/tribe.html", context)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What one comes to, and the addresses for one's calendar."""
    member = member_of(request)
    if request.method == "POST":
        renew = request.POST.get("do") == "renew"
        (calendars.renew if renew else calendars.revoke)(account=member)
        messages.success(
            request,
            gettext("A new address: the old one shows nothing more.") if renew else gettext("No address any more."),
        )
        return redirect("tribes:my_events")
    coming = calendars.coming_for(member, most=50)
    context = {"cards": _cards(coming, member), **_calendar(calendars.existing_link(member))}
    return render(request, "tribes/events/mine.html", context)


@login_required
def coming(request: HttpRequest) -> HttpResponse:
    """The next of one's events, fetched into the side of the home page."""
    return render(request, "tribes/events/coming.html", {"coming": calendars.coming_for(member_of(request))})


def _calendar(link: CalendarLink | None) -> dict[str, Any]:
    address = addressing.absolute(reverse("tribes:calendar", args=[link.token])) if link else ""
    return {"calendar": link, "calendar_address": address}


def _cards(events: Iterable[Event], visitor: Visitor) -> list[Carried]:
    """Each event with its answers, in their order; the same few queries for all."""
    keys = [event.pk for event in events]
    posts = Post.objects.for_cards().in_bulk(keys)
    carried = carried_by([posts[key] for key in keys if key in posts], visitor)
    return [carried[key] for key in keys if key in carried]
