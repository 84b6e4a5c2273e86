"""Post: words and what comes with them, in a tribe or on one's own page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.sites.tribes.actions import attaching, posting
from bouquet.sites.tribes.forms.attachments import AttachmentsForm
from bouquet.sites.tribes.forms.post import PostForm
from bouquet.sites.tribes.models import Post, Tribe
from bouquet.sites.tribes.views.fetching import place_or_404


@login_required
def in_tribe(request: HttpRequest, slug: str) -> HttpResponse:
    """Say something to a tribe. Also a page of its own, for those without script: `?with=poll`."""
    place = place_or_404(request, slug)
    if not place.may_post:
        raise Http404
    return _compose(request, member_of(request), place.tribe, back=place.tribe.path)


@login_required
def on_own_page(request: HttpRequest) -> HttpResponse:
    """Say something on one's own page."""
    member = member_of(request)
    return _compose(request, member, None, back=reverse("tribes:profile", args=[member.handle]))


def _compose(request: HttpRequest, member: Account, tribe: Tribe | None, *, back: str) -> HttpResponse:
    if request.method != "POST":
        form = PostForm(author=member, in_tribe=tribe is not None, initial={"text": request.GET.get("text", "")})
        attachments = AttachmentsForm(by=member, asked=request.GET.getlist("with"))
        return _show(request, form, attachments, tribe, back=back)
    form = PostForm(request.POST, author=member, in_tribe=tribe is not None)
    attachments = AttachmentsForm(request.POST, request.FILES, by=member)
    # Both are looked at: what came along is kept, whatever is wrong with the words.
    is_ready = all([form.is_valid(), attachments.take()])
    if is_ready and not request.POST.get("more") and (post := _published(form, attachments, member, tribe)):
        if post.is_held_back:
            messages.info(request, gettext("A moderator looks at your post first. You see it, the others do not yet."))
        else:
            messages.success(request, gettext("It is out!"))
        return redirect(post.path if post.is_held_back else back)
    return _show(request, form, attachments, tribe, back=back, status=422)


def _published(form: PostForm, attachments: AttachmentsForm, member: Account, tribe: Tribe | None) -> Post | None:
    """The post; or nothing, and the form says why."""
    text = form.cleaned_data["text"]
    try:
        return attaching.publish(
            by=member, tribe=tribe, text=text, audience=form.audience_chosen, what=attachments.attachments()
        )
    except TooFast as error:
        form.add_error(None, str(error))
    except posting.Refused as refusal:
        form.add_error("text", refusal.reason)
    except posting.NothingSaid:
        form.add_error("text", gettext("Write something first, or add a photo, a poll or an event."))
    except attaching.NotThere:
        form.add_error(None, gettext("A file did not arrive whole: please send it again. Your words are still here."))
    return None


def _show(
    request: HttpRequest,
    form: PostForm,
    attachments: AttachmentsForm,
    tribe: Tribe | None,
    *,
    back: str,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "attachments": attachments, "tribe": tribe, "back": back}
    return render(request, "tribes/compose.html", context, status=status)
