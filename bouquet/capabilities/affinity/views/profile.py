"""« Vos affinités »: all that is known of what a member likes, for them to see, correct, take away and erase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity import policies
from bouquet.capabilities.affinity.actions import allowing, declaring, exporting, portraying
from bouquet.capabilities.affinity.engine import words
from bouquet.capabilities.affinity.forms import AddForm, ChoiceForm
from bouquet.capabilities.affinity.models import Affinity, Basis, Tag
from bouquet.foundation.clock import clock
from bouquet.foundation.ui.toasts import undoable

PAGE = "affinity:profile"


@dataclass(frozen=True)
class Correction:
    """What a member may do to one tag; `undo` takes it back."""

    do: Callable[..., None]
    said: str
    undo: str = ""


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return _page(request)


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """They like something more."""
    form = AddForm(request.POST)
    if form.is_valid():
        try:
            new = declaring.add(account=member_of(request), tags=form.cleaned_data["tags"])
        except declaring.Unwelcome as refusal:
            said = _("“%(words)s” is not accepted here, and nothing was added: please say it otherwise.")
            form.add_error("tags", said % {"words": refusal})
        except declaring.Unsayable as refusal:
            form.add_error("tags", _("“%(words)s” cannot be an affinity. Nothing was added.") % {"words": refusal})
        except declaring.TooMany:
            form.add_error("tags", _("%(most)d affinities at most: remove one first.") % {"most": declaring.MOST})
        else:
            count = len(new)
            said = ngettext("%(count)d affinity is added.", "%(count)d affinities are added.", count)
            messages.success(request, said % {"count": count})
            return redirect(PAGE)
    return _page(request, add_form=form)


@login_required
@require_POST
def correct(request: HttpRequest, slug: str, verb: str) -> HttpResponse:
    """Remove, refuse, pin… one tag."""
    tag = get_object_or_404(Tag, slug=slug)
    account = member_of(request)
    corrections = {
        "add": Correction(_add, _("“%(tag)s” is on your list."), undo="remove"),
        "remove": Correction(declaring.remove, _("“%(tag)s” is off your list."), undo="add"),
        "not-me": Correction(declaring.refuse, _("Nothing is suggested because of “%(tag)s” any more."), undo="allow"),
        "allow": Correction(declaring.allow_again, _("“%(tag)s” may be suggested again."), undo="not-me"),
        "pin": Correction(declaring.pin, _("“%(tag)s” counts more than the others."), undo="unpin"),
        "unpin": Correction(_unpin, _("“%(tag)s” counts like the others."), undo="pin"),
    }
    try:
        corrections[verb].do(account=account, tag=tag)
    except declaring.TooMany:
        messages.error(request, _("%(most)d affinities at most: remove one first.") % {"most": declaring.MOST})
    except declaring.Unsayable:
        messages.error(request, _("“%(words)s” cannot be an affinity. Nothing was added.") % {"words": tag.name})
    else:
        undo = reverse("affinity:correct", args=[tag.slug, corrections[verb].undo])
        # The last who had a tag of members' own takes it with them: then there is nothing to undo to.
        if Tag.objects.filter(pk=tag.pk).exists():
            undoable(request, corrections[verb].said % {"tag": tag.name}, undo=undo)
        else:
            messages.success(request, corrections[verb].said % {"tag": tag.name})
    return redirect(PAGE)


@login_required
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """Their list in an order (`up` or `down`: a slug), or in none."""
    account = member_of(request)
    listed = [tag.slug for tag in _in_order(account)]
    slug, step = (request.POST["up"], -1) if "up" in request.POST else (request.POST.get("down", ""), 1)
    if slug in listed:
        place = listed.index(slug)
        listed.insert(max(0, place + step), listed.pop(place))
    is_ordered = request.POST.get("is_ordered", "1") == "1"
    declaring.declare(account=account, tags=listed, is_ordered=is_ordered)
    return redirect(f"{reverse(PAGE)}#said")


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """What may be used."""
    account = member_of(request)
    before = policies.profile_of(account)
    form = ChoiceForm(request.POST, account=account, profile=before)
    if form.is_valid():
        allowing.choose(account=account, **form.chosen)
        withdrew = before.basis == Basis.BEHAVIOUR and form.chosen["basis"] != Basis.BEHAVIOUR
        gone = _("Saved. What was learnt from what you do is deleted.")
        messages.success(request, gone if withdrew else _("Saved."))
        return redirect(PAGE)
    return _page(request, choice_form=form)


@login_required
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """All of it."""
    allowing.erase(account=member_of(request))
    messages.success(request, _("Your affinity profile is erased."))
    return redirect(PAGE)


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """All that is kept, as one JSON file (GDPR art. 15 and 20)."""
    name = f"affinities-{member_of(request).handle}-{clock.today()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    options = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(exporting.sections(member_of(request)), headers=headers, json_dumps_params=options)


@login_required
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Names of tags that begin like `?q=`, for the field that adds."""
    beginning = words.slug_of(request.GET.get("q", "").rpartition(",")[2])
    if len(beginning) < 2:
        return JsonResponse([], safe=False)
    tags = Tag.objects.shown().filter(slug__startswith=beginning).order_by("-people")[:8]
    return JsonResponse([tag.name for tag in tags], safe=False)


def _page(
    request: HttpRequest, *, add_form: AddForm | None = None, choice_form: ChoiceForm | None = None
) -> HttpResponse:
    account = member_of(request)
    portrait = portraying.portrait_of(account)
    form = add_form or AddForm()
    form.fields["tags"].widget.attrs["data-suggestions-address-value"] = reverse("affinity:suggestions")
    context = {
        "portrait": portrait,
        "add_form": form,
        "choice_form": choice_form or ChoiceForm(account=account, profile=portrait.known.profile),
        "proposed": portraying.proposed_to(portrait.known),
    }
    return render(request, "affinity/profile.html", context, status=422 if (add_form or choice_form) else 200)


def _in_order(account: Account) -> list[Tag]:
    rows = Affinity.objects.liked().filter(account=account).select_related("tag").order_by("position", "pk")
    return [row.tag for row in rows]


def _add(*, account: Account, tag: Tag) -> None:
    declaring.add(account=account, tags=[tag.slug])


def _unpin(*, account: Account, tag: Tag) -> None:
    declaring.pin(account=account, tag=tag, is_pinned=False)
