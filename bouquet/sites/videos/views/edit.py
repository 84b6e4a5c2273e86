"""One's own video: its words, its state, its picture, its file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.actions import posters, retrying
from bouquet.capabilities.media.actions.ticketing import upload_ticket
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.foundation.ui.toasts import undoable
from bouquet.sites.videos.actions import changing_poster, editing, publishing, removing, replacing
from bouquet.sites.videos.forms import DetailsForm, PictureForm
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.views.fetching import own_or_404


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one's video; and its details, saved (`save`) or saved and published (`publish`)."""
    video = own_or_404(request, code)
    if request.method != "POST":
        return _page(request, video, DetailsForm(video=video))
    form = DetailsForm(request.POST, video=video)
    if not form.is_valid():
        return _page(request, video, form, status=422)
    member = member_of(request)
    try:
        editing.edit(video=video, by=member, details=form.details())
    except Refused as refused:
        form.add_error(None, refused.reason)
        return _page(request, video, form, status=422)
    if "publish" in request.POST:
        publishing.publish(video=video, by=member, at=form.cleaned_data["publish_at"])
    messages.success(request, gettext("Saved."))
    return redirect("videos:edit", code=code)


@login_required
def state(request: HttpRequest, code: str) -> HttpResponse:
    """How far the video is: the part of the page that looks again while something moves."""
    return render(request, "videos/parts/state.html", {"video": own_or_404(request, code)})


@require_POST
@login_required
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Back to a draft."""
    publishing.withdraw(video=own_or_404(request, code), by=member_of(request))
    messages.success(request, gettext("The video is a draft again: only you can see it."))
    return redirect("videos:edit", code=code)


@require_POST
@login_required
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Another picture: one of the frames found (`choice`), or one's own."""
    video = own_or_404(request, code)
    form = PictureForm(request.POST, request.FILES)
    try:
        if request.POST.get("choice", "").isdecimal():
            changing_poster.choose(video=video, by=member_of(request), index=int(request.POST["choice"]))
        elif form.is_valid():
            changing_poster.upload(video=video, by=member_of(request), file=form.cleaned_data["picture"])
        else:
            messages.error(request, gettext("Choose a picture first."))
            return redirect("videos:edit", code=code)
        messages.success(request, gettext("The poster is changed."))
    except posters.BadPoster as error:
        messages.error(request, error.sentence())
    except IndexError:
        messages.error(request, gettext("This frame is no longer there. Choose another."))
    return redirect("videos:edit", code=code)


@require_POST
@login_required
def retry(request: HttpRequest, code: str) -> HttpResponse:
    """Try the file again, from where it makes sense."""
    video = own_or_404(request, code)
    asset = video.next_asset or video.asset
    # What is ready has nothing to gain: its readers would lose the file for as long as it takes to make it again.
    if asset.state in (Asset.State.FAILED, Asset.State.REFUSED):
        retrying.retry(asset)
    return redirect("videos:edit", code=code)


@require_POST
@login_required
def keep_old_file(request: HttpRequest, code: str) -> HttpResponse:
    """Let the new file go."""
    replacing.give_up(video=own_or_404(request, code))
    messages.success(request, gettext("The new file is gone; your video plays the old one."))
    return redirect("videos:edit", code=code)


@require_POST
@login_required
def dismiss(request: HttpRequest, code: str) -> HttpResponse:
    """The reason of a refusal has been read: the draft and its file go."""
    video = own_or_404(request, code)
    if video.published_at is None:
        removing.erase(video=video)
        messages.success(request, gettext("The file is gone."))
    return redirect("videos:studio")


@require_POST
@login_required
def remove(request: HttpRequest, code: str) -> HttpResponse:
    """Into the bin."""
    video = own_or_404(request, code)
    removing.remove(video=video, by=member_of(request))
    undoable(request, gettext("“%s” is in the bin.") % video.title, undo=reverse("videos:restore", args=[code]))
    return redirect("videos:studio")


@require_POST
@login_required
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Out of the bin."""
    video = get_object_or_404(Video.objects.removed().filter(author=member_of(request)), code=code)
    removing.restore(video=video, by=member_of(request))
    messages.success(request, gettext("“%s” is back.") % video.title)
    return redirect("videos:studio")


@require_POST
@login_required
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Out of the bin for ever, before its time."""
    video = get_object_or_404(Video.objects.removed().filter(author=member_of(request)), code=code)
    removing.erase(video=video)
    messages.success(request, gettext("“%s” is gone for ever.") % video.title)
    return redirect("videos:bin")


def _page(request: HttpRequest, video: Video, form: DetailsForm, *, status: int = 200) -> HttpResponse:
    context = {
        "video": video,
        "form": form,
        "posters": video.asset.poster_choices() if video.asset.is_playable else [],
        "ticket": upload_ticket(member_of(request), purpose=f"{replacing.REPLACE}{video.pk}"),
    }
    return render(request, "videos/edit.html", context, status=status)
