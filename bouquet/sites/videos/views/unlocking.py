"""The door of a video behind a password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bouquet.foundation.live.visitors import address_of
from bouquet.sites.videos.actions import unlocking
from bouquet.sites.videos.forms import WatchPasswordForm
from bouquet.sites.videos.models import Video
from bouquet.sites.videos.views.unlocked import remember


def door(request: HttpRequest, video: Video, form: WatchPasswordForm | None = None) -> HttpResponse:
    """The page that asks for the password: it shows neither title nor picture nor author."""
    context = {"code": video.code, "form": form or WatchPasswordForm()}
    response = render(request, "videos/locked.html", context, status=422 if form else 200)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
@never_cache
def unlock(request: HttpRequest, code: str) -> HttpResponse:
    """Try a password."""
    video = get_object_or_404(Video.objects.behind_a_password(), code=code)
    form = WatchPasswordForm(request.POST)
    if form.is_valid():
        try:
            if unlocking.unlock(video=video, password=form.cleaned_data["password"], place=address_of(request)):
                remember(request, video)
                return redirect(video.path)
            form.add_error("password", gettext("That is not the password of this video."))
        except unlocking.TooManyTries:
            form.add_error("password", gettext("Too many wrong passwords. Wait ten minutes, then try again."))
    return door(request, video, form)
