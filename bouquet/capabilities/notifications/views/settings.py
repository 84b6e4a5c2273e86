"""How a member wants to be told: by kind, by hours, on which browsers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, sign_in_of
from bouquet.capabilities.accounts.policies import safeguards_of
from bouquet.capabilities.notifications import policies
from bouquet.capabilities.notifications.actions import choosing, listening, pushing
from bouquet.capabilities.notifications.actions.addressing import inbox as inbox_address
from bouquet.capabilities.notifications.engine.webpush import Outcome
from bouquet.capabilities.notifications.forms import ChoicesForm, DeviceForm, QuietForm
from bouquet.capabilities.notifications.kinds import NoticeKind, notice_kinds
from bouquet.capabilities.notifications.models import Device, Rhythm
from bouquet.foundation.brands.current import network


@never_cache
@login_required
def settings(request: HttpRequest) -> HttpResponse:
    """The page; POST keeps what was chosen for each kind."""
    member = member_of(request)
    form = ChoicesForm(request.POST or None, ways=choosing.all_ways(member))
    if request.method == "POST" and form.is_valid():
        choosing.choose(account=member, ways=form.chosen())
        messages.success(request, gettext("Saved."))
        return redirect("notifications:settings")
    return _page(request, form=form)


@login_required
def quiet(request: HttpRequest) -> HttpResponse:
    """Quiet hours."""
    member = member_of(request)
    form = QuietForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        is_on = said["is_on"]
        choosing.keep_quiet(
            account=member, start=said["quiet_from"] if is_on else None, end=said["quiet_until"] if is_on else None
        )
        messages.success(request, gettext("Saved."))
        return redirect("notifications:settings")
    return _page(request, quiet_form=form) if request.method == "POST" else redirect("notifications:settings")


@require_POST
@login_required
def listen(request: HttpRequest) -> HttpResponse:
    """This browser takes pushes from now on."""
    form, sign_in = DeviceForm(request.POST), sign_in_of(request)
    try:
        if sign_in is None or not form.is_valid():
            raise listening.BadDevice
        listening.listen(account=member_of(request), sign_in=sign_in, **form.cleaned_data)
    except listening.BadDevice:
        messages.error(
            request,
            gettext(
                "This browser’s push service is not one we can write to. Nothing has changed; mail still reaches you."
            ),
        )
    else:
        messages.success(request, gettext("This browser tells you from now on."))
    return redirect("notifications:settings")


@require_POST
@login_required
def stop_listening(request: HttpRequest, key: UUID) -> HttpResponse:
    """A browser takes pushes no more."""
    listening.stop_listening(account=member_of(request), device_id=key)
    messages.success(request, gettext("This browser stays silent from now on."))
    return redirect("notifications:settings")


@require_POST
@login_required
def trial(request: HttpRequest) -> HttpResponse:
    """A push to this browser, to see that it arrives."""
    device = Device.objects.filter(account=member_of(request), sign_in=sign_in_of(request)).first()
    outcome = device and pushing.say(
        device,
        title=network().name,
        body=gettext("This is how it looks when something happens."),
        address=inbox_address(),
    )
    if outcome == Outcome.TAKEN:
        messages.success(request, gettext("On its way. It comes within a few seconds."))
    else:
        messages.error(
            request, gettext("It could not be sent. Turn pushes off and on again on this browser, then try again.")
        )
    return redirect("notifications:settings")


def _page(
    request: HttpRequest, *, form: ChoicesForm | None = None, quiet_form: QuietForm | None = None
) -> HttpResponse:
    member, here = member_of(request), sign_in_of(request)
    rhythm = Rhythm.objects.filter(account=member).first()
    known: dict[str, Any] = {
        "is_on": rhythm is not None,
        "quiet_from": rhythm.quiet_from if rhythm else "22:00",
        "quiet_until": rhythm.quiet_until if rhythm else "07:00",
    }
    devices = list(Device.objects.listening().filter(account=member).select_related("sign_in").order_by("-made_at"))
    is_spared = not safeguards_of(member).night_notifications
    bad = (form is not None and form.is_bound) or (quiet_form is not None and quiet_form.is_bound)
    form = form or ChoicesForm(ways=choosing.all_ways(member))
    context = {
        "parts": [(part, form.rows(kinds)) for part, kinds in _by_part()],
        "quiet_form": quiet_form or QuietForm(initial=known),
        "zone": member.time_zone.replace("_", " "),
        "night": policies.youth_night() if is_spared else None,
        "devices": devices,
        "this_device": next((one for one in devices if here is not None and one.sign_in_id == here.pk), None),
        "public_key": listening.public_key(),
        "has_address": policies.has_address(member),
    }
    return render(request, "notifications/settings.html", context, status=422 if bad else 200)


def _by_part() -> list[tuple[str, list[NoticeKind]]]:
    """Kinds of the whole network first, then those of each brand under its name; decisions last of their part."""
    shown = {site: brand.name for brand in reversed(network().shown) for site in brand.sites}
    everywhere = gettext("Everywhere on %(network)s") % {"network": network().name}
    parts: dict[str, list[NoticeKind]] = {everywhere: []}
    for kind in sorted(notice_kinds(), key=lambda one: one.mandatory):
        parts.setdefault(shown.get(kind.name.partition(".")[0], everywhere), []).append(kind)
    return [(part, kinds) for part, kinds in parts.items() if kinds]
