"""The inbox of the network, on every brand's host."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.actions import browsing, reading
from bouquet.capabilities.notifications.actions.showing import Shown, show, whole
from bouquet.capabilities.notifications.engine.cursors import read_cursor
from bouquet.capabilities.notifications.kinds import notice_kind, notice_kinds
from bouquet.capabilities.notifications.models import Entry
from bouquet.foundation.clock import clock
from bouquet.foundation.ui.toasts import undoable


@never_cache
@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What happened, the newest first; `?unread=1`, `?kind=…`, `?after=` the cursor of the page before."""
    member = member_of(request)
    kind = notice_kind(request.GET.get("kind", ""))
    only_unread = request.GET.get("unread") == "1"
    after = request.GET.get("after", "")
    page = browsing.page_of(member, only_unread=only_unread, kind=kind.name if kind else "", after=after)
    chosen = {**({"unread": "1"} if only_unread else {}), **({"kind": kind.name} if kind else {})}
    context: dict[str, Any] = {
        "days": _by_day(page.shown, member, after),
        "next_address": f"?{urlencode({**chosen, 'after': page.next_cursor})}" if page.next_cursor else "",
    }
    if is_fragment(request):
        return render(request, "notifications/rows.html", context)
    unread = Entry.objects.unread_counts([member.pk])[member.pk]
    context |= {
        "unread": unread,
        "only_unread": only_unread,
        "kind": kind,
        "kinds": notice_kinds(),
        "now": clock.now().isoformat(),
        "here": f"?{urlencode(chosen)}" if chosen else "",
    }
    return render(request, "notifications/inbox.html", context)


@never_cache
@require_safe
@login_required
def open_entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """To open an entry is to have read it; a browser that only looks ahead has not."""
    member = member_of(request)
    entry = get_object_or_404(Entry, recipient=member, pk=key)
    if "prefetch" not in request.headers.get("Sec-Purpose", request.headers.get("Purpose", "")):
        reading.mark_read(account=member, entry_id=key)
    shown = show(member, [whole(entry)])
    if not shown or not shown[0].line.address:
        messages.info(request, gettext("What this was about is no longer there."))
        return redirect("notifications:inbox")
    return redirect(shown[0].line.address)


@require_POST
@login_required
def read(request: HttpRequest, key: UUID) -> HttpResponse:
    """One entry, without opening it."""
    member = member_of(request)
    reading.mark_read(account=member, entry_id=key)
    return _answer(request, member, key)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """All that stood there when the page was made."""
    until = parse_datetime(request.POST.get("until", "")[:40])
    if until is None or until.tzinfo is None or until > clock.now():
        until = clock.now()
    marked = reading.mark_all_read(account=member_of(request), until=until)
    if marked:
        messages.success(request, gettext("Everything is read."))
    return redirect("notifications:inbox")


@require_POST
@login_required
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Out of the inbox, and back by “Undo”."""
    member = member_of(request)
    reading.remove(account=member, entry_id=key)
    if is_fragment(request):
        return render(request, "notifications/removed.html", {"key": key})
    undoable(request, gettext("Removed."), undo=reverse("notifications:put_back", args=[key]))
    return redirect("notifications:inbox")


@require_POST
@login_required
def put_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """It was not meant so."""
    member = member_of(request)
    reading.put_back(account=member, entry_id=key)
    return _answer(request, member, key)


def _answer(request: HttpRequest, member: Account, key: UUID) -> HttpResponse:
    """The row as it is now, or the inbox."""
    if not is_fragment(request):
        return redirect("notifications:inbox")
    shown = show(member, [whole(entry) for entry in Entry.objects.inbox_of(member).filter(pk=key)])
    return render(request, "notifications/row.html", {"one": shown[0]}) if shown else HttpResponse(status=200)


def _by_day(shown: list[Shown], member: Account, after: str) -> list[tuple[str, list[Shown]]]:
    """Under headings people use; no heading twice where the page before ended with it."""
    days: list[tuple[str, list[Shown]]] = []
    cursor = read_cursor(after)
    last = _day(cursor[0], member) if cursor else ""
    for one in shown:
        day = _day(one.entry.latest_at, member)
        if day != last or not days:
            days.append((day if day != last else "", []))
        days[-1][1].append(one)
        last = day
    return days


def _day(moment: datetime, member: Account) -> str:
    days = (clock.now().astimezone(member.zone).date() - moment.astimezone(member.zone).date()).days
    if days <= 0:
        return gettext("Today")
    if days == 1:
        return gettext("Yesterday")
    if timedelta(days=days) < timedelta(days=7):
        return gettext("Last days")
    return gettext("Earlier")
