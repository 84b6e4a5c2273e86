"""The log, for operators."""

from __future__ import annotations

import json
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.engine import wording
from bouquet.capabilities.moderation.models import AuditEntry
from bouquet.capabilities.moderation.views.doors import for_operators
from bouquet.foundation.subjects.registry import kind_called

A_PAGE = 100
# Of digits: more than any entry has, and no more than the database takes.
LONGEST_NUMBER = 18


@for_operators
def log(request: HttpRequest) -> HttpResponse:
    """The last entries; `before` is a number, `actor` an account, `act` what was done. `verify` reckons the chain."""
    entries = AuditEntry.objects.order_by("-number")
    if (before := request.GET.get("before", "")).isdecimal() and len(before) <= LONGEST_NUMBER:
        entries = entries.filter(number__lt=int(before))
    if request.GET.get("act"):
        entries = entries.filter(act=request.GET["act"])
    if (actor := _key(request.GET.get("actor", ""))) is not None:
        entries = entries.filter(actor=actor)
    shown = list(entries[: A_PAGE + 1])
    people = Account.objects.in_bulk({one.actor for one in shown if one.actor})
    known = {
        "entries": [
            {
                "entry": one,
                "person": people.get(one.actor) if one.actor else None,
                "act": wording.act(one.act),
                "kind": _kind(one.kind),
                "details": wording.details(json.loads(one.details)),
            }
            for one in shown[:A_PAGE]
        ],
        "older": shown[A_PAGE - 1].number if len(shown) > A_PAGE else None,
        "act": request.GET.get("act", ""),
        "actor": request.GET.get("actor", ""),
        "acts": [(act, wording.act(act)) for act in _acts()],
        "verdict": auditing.verify() if "verify" in request.GET else None,
        "is_moderator": True,
        "here": "log",
    }
    return render(request, "moderation/log.html", known)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _acts() -> QuerySet[AuditEntry, str]:
    return AuditEntry.objects.order_by("act").values_list("act", flat=True).distinct()


def _kind(name: str) -> str:
    """What such a thing is called; its code when no app knows it any more."""
    kind = kind_called(name)
    return str(kind.label).capitalize() if kind is not None else name
