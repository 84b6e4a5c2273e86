"""Come in, ask to, go; invite others."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.foundation.clock import clock
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import inviting, joining
from bouquet.sites.tribes.forms.tribe import AnswersForm, PersonForm
from bouquet.sites.tribes.models import Invitation, InvitationLink, Membership, Tribe
from bouquet.sites.tribes.models.states import OPENLY
from bouquet.sites.tribes.views.fetching import place_or_404
from bouquet.sites.tribes.views.tribe import door


@require_POST
@login_required
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Into an open tribe, or one that invited the member."""
    place = place_or_404(request, slug)
    try:
        joining.join(tribe=place.tribe, by=member_of(request))
    except PermissionDenied:
        messages.error(request, gettext("You cannot join this tribe. Nothing was changed."))
    else:
        _welcome(request, place.tribe.name)
    return redirect(place.tribe.path)


@login_required
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the questions of a closed tribe, and wait for a keeper."""
    place = place_or_404(request, slug)
    if place.is_inside or place.tribe.is_open:
        return redirect(place.tribe.path)
    form = AnswersForm(request.POST or None, questions=place.tribe.questions)
    if request.method == "POST" and form.is_valid():
        try:
            joining.ask(tribe=place.tribe, by=member_of(request), answers=form.answers())
        except PermissionDenied:
            messages.error(request, gettext("This tribe takes no request from you. Nothing was sent."))
        except Refused as refused:
            form.add_error(None, refused.reason)
            return render(request, "tribes/ask.html", {"form": form, **door(place)}, status=422)
        else:
            messages.success(request, gettext("Your request is with the keepers. You will be told."))
        return redirect(place.tribe.path)
    return render(request, "tribes/ask.html", {"form": form, **door(place)})


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the request back."""
    place = place_or_404(request, slug)
    joining.withdraw(tribe=place.tribe, by=member_of(request))
    messages.success(request, gettext("Your request is withdrawn."))
    return redirect(place.tribe.path)


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks first, and says who will look after the tribe when its founder goes."""
    place = place_or_404(request, slug)
    if not place.is_inside:
        return redirect(place.tribe.path)
    if request.method == "POST":
        joining.leave(tribe=place.tribe, by=member_of(request))
        messages.success(request, gettext("You left %(tribe)s.") % {"tribe": place.tribe.name})
        return redirect("tribes:mine")
    return render(request, "tribes/leave.html", door(place))


@require_POST
@login_required
def bell(request: HttpRequest, slug: str) -> HttpResponse:
    """Be told of every new post (`on=1`), or not."""
    place = place_or_404(request, slug)
    wants = request.POST.get("on") == "1"
    Membership.objects.filter(tribe=place.tribe, account=member_of(request)).update(rings_bell=wants)
    text = gettext("The bell rings for every new post.") if wants else gettext("The bell is quiet.")
    messages.success(request, text)
    return redirect(place.tribe.path)


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one person by their handle."""
    place = place_or_404(request, slug)
    if not place.may_invite:
        raise Http404
    form = PersonForm(request.POST or None, initial={"handle": request.GET.get("handle", "")})
    if request.method == "POST" and form.is_valid() and _invited(request, form, place.tribe):
        return redirect("tribes:members", place.tribe.slug)
    return render(request, "tribes/invite.html", {"form": form, "tab": "members", **door(place)})


@require_POST
@login_required
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """No, thank you."""
    place = place_or_404(request, slug)
    invitation = get_object_or_404(Invitation, tribe=place.tribe, account=member_of(request))
    inviting.decline(invitation=invitation, by=member_of(request))
    messages.success(request, gettext("You declined. Nobody is told."))
    return redirect("tribes:mine")


def link(request: HttpRequest, code: str) -> HttpResponse:
    """Behind an invitation link: the card of the tribe, whatever it is, and the door wide open. One click joins."""
    found = get_object_or_404(
        InvitationLink.objects.select_related("tribe", "made_by").filter(tribe__standing__in=OPENLY), code=code
    )
    visitor = visitor_of(request)
    if policies.membership_of(visitor, found.tribe) is not None:
        return redirect(found.tribe.path)
    if not found.opens_at(clock.now()) or found.tribe.is_archived:
        return render(request, "tribes/link_over.html", status=410)
    if request.method == "POST" and isinstance(visitor, Account):
        return _come_by(request, found, visitor)
    return render(request, "tribes/link.html", {"link": found, "tribe": found.tribe})


def _come_by(request: HttpRequest, link: InvitationLink, member: Account) -> HttpResponse:
    try:
        joining.join_by_link(link=link, by=member)
    except joining.LinkUsedUp:
        return render(request, "tribes/link_over.html", status=410)
    except PermissionDenied:
        messages.error(request, gettext("You cannot join this tribe. Nothing was changed."))
        return redirect("tribes:home")
    _welcome(request, link.tribe.name)
    return redirect(link.tribe.path)


def _welcome(request: HttpRequest, name: str) -> None:
    messages.success(request, gettext("You are in! Say hello to %(tribe)s.") % {"tribe": name})


def _invited(request: HttpRequest, form: PersonForm, tribe: Tribe) -> bool:
    """Whether somebody was invited; else the form says why not, in the same words whatever the reason."""
    member = member_of(request)
    people = Account.objects.active().not_hidden_from(member)
    person = people.with_handle(form.cleaned_data["handle"]).first()
    try:
        if person is None:
            raise inviting.CannotBeInvited
        inviting.invite(tribe=tribe, account=person, by=member, note=form.cleaned_data["note"])
    except TooFast as error:
        form.add_error(None, str(error))
    except Refused as refused:
        form.add_error("note", refused.reason)
    except inviting.CannotBeInvited:
        form.add_error("handle", gettext("We cannot invite this person. Check the handle, or send them a link."))
    else:
        messages.success(request, gettext("%(name)s is invited.") % {"name": person.display_name})
        return True
    return False
