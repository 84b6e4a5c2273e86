"""Its own page; take it away, pin it, pass it on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.ui.toasts import undoable
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import posting
from bouquet.sites.tribes.forms.post import ShareForm
from bouquet.sites.tribes.models import Membership, Post, Tribe
from bouquet.sites.tribes.views import films
from bouquet.sites.tribes.views.fetching import own_post_or_404, place_or_404, post_or_404
from bouquet.sites.tribes.views.keeping_pages import page_of_post
from bouquet.sites.tribes.views.showing import shown


@page_of_post()
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post, with what is said below it."""
    visitor, found = visitor_of(request), post_or_404(request, code)
    kept = found.tribe is not None and policies.is_keeping(visitor, found.tribe)
    card = shown([found], visitor, kept=kept)[0]
    context = {"card": card, "post": found, "tribe": found.tribe, **films.context_of(request, found)}
    return render(request, "tribes/post.html", context)


@require_POST
@login_required
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Take it away; the toast brings it back."""
    found = own_post_or_404(request, code)
    posting.remove(post=found, by=member_of(request))
    undoable(request, gettext("Your post is gone."), undo=reverse("tribes:restore", args=[found.code]))
    return redirect(found.tribe.path if found.tribe else _own_page(request))


@require_POST
@login_required
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Bring it back."""
    found = own_post_or_404(request, code)
    posting.restore(post=found, by=member_of(request))
    messages.success(request, gettext("Your post is back."))
    return redirect(found.path)


@require_POST
@login_required
def pin(request: HttpRequest, code: str) -> HttpResponse:
    """Keep it on top of its tribe (`on=1`), or no longer."""
    found = post_or_404(request, code)
    if request.POST.get("on") != "1":
        posting.unpin(post=found, by=member_of(request))
        messages.success(request, gettext("The post is not pinned any more."))
    else:
        try:
            posting.pin(post=found, by=member_of(request))
            messages.success(request, gettext("The post stays on top."))
        except posting.TooManyPinned:
            messages.error(request, gettext("Three posts are pinned already: take one down first."))
    return redirect(found.tribe.path if found.tribe else found.path)


@login_required
def share(request: HttpRequest) -> HttpResponse:
    """Pass a thing of the network on (`kind`, `key`): into one of one's tribes, or on one's own page."""
    member, ref = member_of(request), _ref(request)
    subject = registry.visible_subjects([ref], member).get(ref)
    if subject is None:
        raise Http404
    joined = Membership.objects.filter(account=member, tribe__archived_at=None).select_related("tribe")
    memberships = list(joined.order_by("tribe__name"))
    form = ShareForm(request.POST or None, author=member, memberships=memberships)
    if request.method == "POST" and form.is_valid() and (made := _passed_on(request, ref, form)):
        messages.success(request, gettext("It is shared."))
        return redirect(made.path)
    context = {"form": form, "subject": subject, "ref": ref, "memberships": memberships}
    return render(request, "tribes/share.html", context)


def _passed_on(request: HttpRequest, ref: Ref, form: ShareForm) -> Post | None:
    member, slug = member_of(request), form.cleaned_data["where"]
    tribe: Tribe | None = place_or_404(request, slug).tribe if slug else None
    try:
        return posting.share(
            ref=ref, by=member, tribe=tribe, text=form.cleaned_data["text"], audience=form.audience_chosen
        )
    except TooFast as error:
        form.add_error(None, str(error))
    except posting.Refused as refusal:
        form.add_error("text", refusal.reason)
    return None


def _ref(request: HttpRequest) -> Ref:
    try:
        return Ref(request.GET.get("kind", "")[:40], UUID(request.GET.get("key", "")))
    except ValueError:
        raise Http404 from None


def _own_page(request: HttpRequest) -> str:
    return reverse("tribes:profile", args=[member_of(request).handle])
