"""Look after a tribe: its words, requests, members, invitations, look, its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.engine import pictures
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.sites.tribes.actions import decorating, founding, inviting, joining, keeping
from bouquet.sites.tribes.forms.tribe import DetailsForm, LinkForm, LookForm, PictureForm
from bouquet.sites.tribes.models import Ask, Ban, Invitation, InvitationLink, Membership, Role, Tribe, Verdict
from bouquet.sites.tribes.views.fetching import Place, founded_or_404, kept_or_404

PEOPLE = 100


@login_required
def words(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, text, rules, questions, tags; who comes in, for the founder."""
    place = kept_or_404(request, slug)
    tags = [tag.said for tag in place.tribe.tags.order_by("pk")]
    form = DetailsForm(request.POST or None, tribe=place.tribe, is_founder=place.is_founder, tags=tags)
    if request.method == "POST" and form.is_valid():
        try:
            founding.edit(tribe=place.tribe, by=member_of(request), details=form.details())
        except Refused as refused:
            form.add_error(None, refused.reason)
            place.tribe.refresh_from_db()
        else:
            messages.success(request, gettext("Saved."))
            return redirect("tribes:settings", slug)
    return _render(request, place, "words", {"form": form}, status=422 if form.is_bound else 200)


@login_required
def look(request: HttpRequest, slug: str) -> HttpResponse:
    """A sticker and its colour; a picture for the emblem and the banner."""
    place = kept_or_404(request, slug)
    tribe = place.tribe
    form = LookForm(request.POST or None, initial={"sticker": tribe.glyph, "colour": str(tribe.tint)})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        founding.dress(tribe=tribe, by=member_of(request), sticker=chosen["sticker"], colour=chosen["colour"])
        messages.success(request, gettext("Looks good."))
        return redirect("tribes:look", slug)
    return _render(request, place, "look", {"form": form})


@require_POST
@login_required
def picture(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """A picture for `what` (emblem, banner), or none (`drop=1`)."""
    place = kept_or_404(request, slug)
    member, form = member_of(request), PictureForm(request.POST, request.FILES)
    is_emblem = what == "emblem"
    if request.POST.get("drop"):
        (decorating.drop_emblem if is_emblem else decorating.drop_banner)(tribe=place.tribe, by=member)
    elif form.is_valid():
        _wear(request, place.tribe, member, form, is_emblem=is_emblem)
    else:
        messages.error(request, gettext("Choose a picture first."))
    return redirect("tribes:look", slug)


@login_required
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks to join, with their answers, the first first."""
    place = kept_or_404(request, slug)
    waiting = Ask.objects.filter(tribe=place.tribe, verdict=Verdict.WAITING).select_related("account")
    return _render(request, place, "requests", {"asks": waiting.order_by("pk")[:PEOPLE]})


@require_POST
@login_required
def answer(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Let somebody in (`accept=1`), or not."""
    place = kept_or_404(request, slug)
    ask = get_object_or_404(Ask.objects.select_related("account", "tribe"), pk=key, tribe=place.tribe)
    accepts = request.POST.get("accept") == "1"
    try:
        joining.answer(ask=ask, by=member_of(request), accepts=accepts)
    except PermissionDenied:
        messages.error(request, gettext("This person cannot join. Nothing was changed."))
    else:
        text = gettext("%(name)s is in.") if accepts else gettext("%(name)s is not let in.")
        messages.success(request, text % {"name": ask.account.display_name})
    return redirect("tribes:requests", slug)


@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Members and what they are; who was banned. `?q=` finds one."""
    place = kept_or_404(request, slug)
    words = request.GET.get("q", "").strip().lstrip("@")[:60]
    found = Membership.objects.filter(tribe=place.tribe).select_related("account")
    if words:
        found = found.filter(account__handle__startswith=words.lower()) | found.filter(
            account__display_name__icontains=words
        )
    bans = Ban.objects.filter(tribe=place.tribe).select_related("account", "by").order_by("-pk")
    return _render(request, place, "people", {"people": found.in_order()[:PEOPLE], "bans": bans, "words": words})


@require_POST
@login_required
def person(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    """Do something (`do`) with a member: keeper, member, founder, away, ban."""
    place = kept_or_404(request, slug)
    account = get_object_or_404(Account, handle=handle)
    wanted, by, name = request.POST.get("do", ""), member_of(request), account.display_name
    if wanted in Role.values:
        keeping.give_role(tribe=place.tribe, account=account, role=wanted, by=by)
        messages.success(request, gettext("%(name)s has a new role.") % {"name": name})
    elif wanted == "away":
        keeping.send_away(tribe=place.tribe, account=account, by=by)
        messages.success(request, gettext("%(name)s is no longer a member.") % {"name": name})
    elif wanted == "ban":
        keeping.ban(tribe=place.tribe, account=account, by=by, reason=request.POST.get("reason", ""))
        messages.success(request, gettext("%(name)s is out and cannot come back.") % {"name": name})
    if wanted == Role.FOUNDER:
        return redirect(place.tribe.path)
    return redirect("tribes:people", slug)


@require_POST
@login_required
def lift_ban(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """They may come back."""
    place = kept_or_404(request, slug)
    ban = get_object_or_404(Ban.objects.select_related("account", "tribe"), pk=key, tribe=place.tribe)
    keeping.lift_ban(ban=ban, by=member_of(request))
    messages.success(request, gettext("%(name)s may come back.") % {"name": ban.account.display_name})
    return redirect("tribes:people", slug)


@login_required
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The links, and the people who have not answered."""
    place = kept_or_404(request, slug)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _make_link(request, place.tribe, form)
        return redirect("tribes:invitations", slug)
    links = InvitationLink.objects.filter(tribe=place.tribe, revoked_at=None).select_related("made_by")
    invited = Invitation.objects.filter(tribe=place.tribe, declined_at=None).select_related("account", "by")
    context = {"form": form, "links": links.order_by("-pk"), "invited": invited.order_by("-pk")[:PEOPLE]}
    return _render(request, place, "invitations", context)


@require_POST
@login_required
def revoke(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A link that lets nobody in any more."""
    place = kept_or_404(request, slug)
    link = get_object_or_404(InvitationLink.objects.select_related("tribe"), tribe=place.tribe, code=code)
    inviting.revoke_link(link=link, by=member_of(request))
    messages.success(request, gettext("The link is revoked."))
    return redirect("tribes:invitations", slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """An invitation that was not answered yet."""
    place = kept_or_404(request, slug)
    invitation = get_object_or_404(Invitation.objects.select_related("tribe"), tribe=place.tribe, pk=key)
    inviting.take_back(invitation=invitation, by=member_of(request))
    messages.success(request, gettext("The invitation is taken back."))
    return redirect("tribes:invitations", slug)


@login_required
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Archive the tribe, or open it again (`do`)."""
    place = founded_or_404(request, slug)
    if request.method == "POST":
        if request.POST.get("do") == "reopen":
            keeping.reopen(tribe=place.tribe, by=member_of(request))
            messages.success(request, gettext("The tribe is open again."))
        else:
            keeping.archive(tribe=place.tribe, by=member_of(request))
            messages.success(request, gettext("The tribe is archived: everything can be read, nothing is added."))
        return redirect(place.tribe.path)
    return _render(request, place, "end", {})


def _wear(request: HttpRequest, tribe: Tribe, member: Account, form: PictureForm, *, is_emblem: bool) -> None:
    wear = decorating.set_emblem if is_emblem else decorating.set_banner
    try:
        wear(tribe=tribe, by=member, file=form.cleaned_data["picture"])
        messages.success(request, gettext("Looks good."))
    except pictures.TooManyPixels:
        messages.error(request, gettext("This picture is too large: choose one below 100 megapixels."))
    except pictures.NotAPicture:
        messages.error(request, gettext("This file is not a picture we can read. Nothing was changed."))
    except decorating.PictureTooSmall:
        messages.error(request, gettext("This picture is too small: choose one at least 600 pixels wide."))


def _make_link(request: HttpRequest, tribe: Tribe, form: LinkForm) -> None:
    wanted = form.cleaned_data
    try:
        inviting.make_link(tribe=tribe, by=member_of(request), most_uses=wanted["most_uses"], days=wanted["days"])
    except inviting.TooManyLinks:
        messages.error(request, gettext("There are fifty links already: revoke one first."))
    else:
        messages.success(request, gettext("Here is your link: copy it below."))


def _render(
    request: HttpRequest, place: Place, tab: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    waiting = Ask.objects.filter(tribe=place.tribe, verdict=Verdict.WAITING).count()
    shared = {"place": place, "tribe": place.tribe, "tab": tab, "waiting_count": waiting}
    return render(request, f"tribes/settings/{tab}.html", shared | context, status=status)
