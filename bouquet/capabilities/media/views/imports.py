"""Have a file fetched from an address, and see how far it is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import dismissing, importing, ticketing
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.models import Import
from bouquet.capabilities.media.models.import_sentences import import_sentence

SHOWN = 12


@require_POST
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """The form below the uploader; the ticket printed there says what the file is for."""
    member, address = member_of(request), request.POST.get("address", "").strip()
    page = {"ticket": request.POST.get("ticket", ""), "back": request.POST.get("back", ""), "address": address}
    try:
        ticket = ticketing.read_ticket(page["ticket"])
        if ticket.account_id != member.pk:
            raise ticketing.BadTicket
        wanted = importing.ask_import(account=member, address=address, purpose=ticket.purpose)
    except ticketing.BadTicket:
        return _form(request, page | {"error": gettext("This page is too old. Load it again, then fetch the file.")})
    except policies.CannotReceive as refused:
        return _form(request, page | {"error": refused.sentence()})
    except Forbidden as forbidden:
        return _form(request, page | {"error": import_sentence(forbidden.reason, {})})
    if request.headers.get("HX-Request"):
        return _form(request, page | {"address": ""})
    messages.success(request, gettext("The file is being fetched. It comes among your drafts by itself."))
    if url_has_allowed_host_and_scheme(page["back"], allowed_hosts={request.get_host()}):
        return redirect(page["back"])
    return redirect("media:import_state", wanted.pk)


@never_cache
@login_required
def state(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How far one import is: a fragment, or a page for those without script."""
    wanted = get_object_or_404(Import.objects.filter(owner=member_of(request)), pk=key)
    if request.headers.get("HX-Request"):
        return render(request, "media/import_state.html", {"wanted": wanted})
    member = member_of(request)
    imports = Import.objects.unfinished_of(member)[:SHOWN]
    page = {
        "imports": imports,
        "others": [] if wanted in imports else [wanted],
        "ticket": ticketing.upload_ticket(member, purpose=wanted.purpose),
    }
    return render(request, "media/import_page.html", page)


@require_POST
@login_required
def dismiss(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The reason was read."""
    wanted = get_object_or_404(Import.objects.filter(owner=member_of(request)), pk=key)
    dismissing.dismiss_import(wanted)
    return redirect("media:import_state", wanted.pk)


def _form(request: HttpRequest, page: Mapping[str, object]) -> HttpResponse:
    is_fragment = bool(request.headers.get("HX-Request"))
    template = "media/import_form.html" if is_fragment else "media/import_page.html"
    context = {**page, "imports": Import.objects.unfinished_of(member_of(request))[:SHOWN]}
    return render(request, template, context, status=422 if "error" in page else 200)
