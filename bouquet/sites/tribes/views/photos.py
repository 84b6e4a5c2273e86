"""Photos: sent one by one while somebody composes, looked at one by one on their own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.models import Frame, Photo
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import describing
from bouquet.sites.tribes.actions.posting import Refused
from bouquet.sites.tribes.engine.keys import after_key
from bouquet.sites.tribes.models import Post, PostPhoto
from bouquet.sites.tribes.views.carried import carried_or_404
from bouquet.sites.tribes.views.fetching import inside_or_404
from bouquet.sites.tribes.views.keeping_pages import page_of_post, page_of_tribe
from bouquet.sites.tribes.views.tribe import door

WALL = 60


@require_POST
@login_required
def send(request: HttpRequest) -> HttpResponse:
    """One photo for a post that is being composed; answers with its row, or with a sentence and the right status."""
    file = request.FILES.get("photo")
    reserved = _key(request.POST.get("key", ""))
    if file is None or file.file is None:
        return _refused(request, gettext("No photo came along. Choose it again."), 400)
    try:
        photo = media_photos.receive(file=file.file, owner=member_of(request), photo_id=reserved)  # type: ignore[arg-type]
    except CannotReceive as refused:
        return _refused(request, refused.sentence(), refused.status)
    return render(request, "tribes/composer/photo.html", {"photo": photo})


@require_POST
@login_required
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """One that is in no post after all."""
    photo = Photo.objects.owned_by(member_of(request)).filter(pk=key, kept_at=None).first()
    if photo is not None:
        media_photos.erase([photo])
    return HttpResponse(status=204) if is_fragment(request) else redirect("tribes:home")


@page_of_post()
def look(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One photo of a post, as large as there is."""
    post, carried = carried_or_404(request, code, "photos")
    if not 1 <= number <= len(carried.photos):
        raise Http404
    context = {
        "post": post,
        "photo": carried.photos[number - 1],
        "number": number,
        "count": len(carried.photos),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < len(carried.photos) else None,
    }
    return render(request, "tribes/post/photo.html", context)


@page_of_tribe("after")
def of_tribe(request: HttpRequest, slug: str) -> HttpResponse:
    """Every photo of a tribe, the newest first."""
    place = inside_or_404(request, slug)
    after = after_key(request.GET.get("after", ""))
    posts = Post.objects.visible_to(place.visitor).filter(tribe=place.tribe, is_shown=True)
    rows = PostPhoto.objects.filter(post__in=posts).select_related("photo", "post").order_by("-pk")
    found = list((rows.filter(pk__lt=after) if after else rows)[: WALL + 1])
    context: dict[str, object] = {
        "photos": [
            {"photo": Frame(row.photo.to_frame()), "path": f"{row.post.path}/photos/{row.position + 1}"}
            for row in found[:WALL]
        ],
        "next_address": f"?after={found[WALL - 1].pk.hex}" if len(found) > WALL else "",
    }
    if is_fragment(request) and after:
        return render(request, "tribes/post/wall_part.html", context)
    return render(request, "tribes/post/wall.html", {**door(place), "tab": "photos", **context})


@login_required
def describe(request: HttpRequest, code: str) -> HttpResponse:
    """Its author says what is to be seen on each photo, or takes one off."""
    post, carried = carried_or_404(request, code, "photos")
    if not policies.can_edit(member_of(request), post):
        raise PermissionDenied
    if request.method == "POST":
        alts = {photo.id: request.POST.get(f"alt-{photo.id}", photo.alt) for photo in carried.photos}
        off = {photo.id for photo in carried.photos if request.POST.get(f"off-{photo.id}")}
        try:
            describing.describe(post=post, by=member_of(request), alts=alts, off=off)
        except Refused as refusal:
            messages.error(request, refusal.reason)
            for photo in carried.photos:
                photo.alt = alts[photo.id]
            return render(request, "tribes/post/describe.html", {"post": post, "photos": carried.photos}, status=422)
        return redirect(post.path)
    return render(request, "tribes/post/describe.html", {"post": post, "photos": carried.photos})


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "tribes/composer/refused.html", {"sentence": sentence}, status=status)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
