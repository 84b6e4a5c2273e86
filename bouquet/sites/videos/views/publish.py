"""Publish: a file goes up while its author describes it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies as media_policies
from bouquet.capabilities.media.actions.ticketing import upload_ticket
from bouquet.capabilities.media.models import Asset, Import
from bouquet.capabilities.moderation.actions.wording import Refused
from bouquet.sites.videos import policies
from bouquet.sites.videos.actions import drafting, editing, publishing, receiving
from bouquet.sites.videos.forms import DetailsForm, FileForm
from bouquet.sites.videos.models import State, Video

DRAFTS = 12


@login_required
def publish(request: HttpRequest) -> HttpResponse:
    """The page; and the form, once the file has arrived (`asset`)."""
    member = member_of(request)
    if request.method == "POST":
        return _described(request, member)
    original = _original(request)
    return _page(request, member, _empty_form(member), original)


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    """The same without script: one file, sent by the browser, described on the next page."""
    original = _original(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        purpose = _purpose(original)
        try:
            video = receiving.receive(file=form.cleaned_data["file"], by=member_of(request), purpose=purpose)
        except media_policies.CannotReceive as error:
            form.add_error("file", error.sentence())
        else:
            return redirect("videos:edit", code=video.code)
    context = {"form": form, "original": original}
    return render(request, "videos/publish_plain.html", context, status=422 if form.errors else 200)


@csrf_exempt
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """The share sheet of a phone (https://w3c.github.io/web-share-target/): the browser posts the files itself.

    It knows no CSRF token, so the request must come from the browser and not from a page: Fetch Metadata says which,
    and the session cookie (SameSite=Lax) does not come along from a foreign page either.
    """
    if request.headers.get("Sec-Fetch-Site") not in ("none", "same-origin"):
        return HttpResponse(status=403)
    if not request.user.is_authenticated:
        messages.error(request, gettext("Sign in first, then share your video again: nothing was sent yet."))
        return redirect("videos:publish")
    files = [file for name in request.FILES for file in request.FILES.getlist(name)]
    drafts = _received(request, files, title=request.POST.get("title", ""))
    if len(drafts) == 1:
        return redirect("videos:edit", code=drafts[0].code)
    if not files:
        messages.error(request, gettext("No file came with it. Choose a video here instead."))
    return redirect("videos:studio" if drafts else "videos:publish")


def _received(request: HttpRequest, files: list[UploadedFile[bytes]], *, title: str) -> list[Video]:
    drafts = []
    for file in files:
        try:
            drafts.append(receiving.receive(file=file, by=member_of(request), title=title))
        except media_policies.CannotReceive as error:
            messages.error(request, error.sentence())
    return drafts


def _described(request: HttpRequest, member: Account) -> HttpResponse:
    original = _original(request)
    form = DetailsForm(request.POST)
    asset = _asset(request, member)
    if asset is None:
        form.add_error(None, gettext("Choose a video file first. What you typed is kept."))
    if asset is None or not form.is_valid():
        return _page(request, member, form, original, asset=asset, status=422)
    video = drafting.draft_from(asset=asset)
    try:
        editing.edit(video=video, by=member, details=form.details())
    except Refused as refused:
        form.add_error(None, refused.reason)
        return _page(request, member, form, original, asset=asset, status=422)
    if "draft" not in request.POST:
        publishing.publish(video=video, by=member, at=form.cleaned_data["publish_at"])
    return redirect("videos:edit", code=video.code)


def _page(
    request: HttpRequest,
    member: Account,
    form: DetailsForm,
    original: Video | None,
    *,
    asset: Asset | None = None,
    status: int = 200,
) -> HttpResponse:
    drafts = Video.objects.of(member).filter(state__in=(State.DRAFT, State.WAITING)).select_related("asset")
    context = {
        "form": form,
        "original": original,
        "asset_id": asset.pk if asset else "",
        "ticket": upload_ticket(member, purpose=_purpose(original)),
        "drafts": drafts.order_by("-id")[:DRAFTS],
        "imports": Import.objects.unfinished_of(member)[:DRAFTS],
    }
    return render(request, "videos/publish.html", context, status=status)


def _empty_form(member: Account) -> DetailsForm:
    return DetailsForm(initial={"visibility": policies.default_visibility(member), "language": member.language})


def _original(request: HttpRequest) -> Video | None:
    """The video that is answered, when there is one (`?reply=<code>`)."""
    code = request.GET.get("reply", "")
    if not code:
        return None
    if not code.isalnum():
        raise Http404
    original = get_object_or_404(Video.objects.visible_to(visitor_of(request)).select_related("author"), code=code)
    return original if policies.can_be_replied_to(original) else None


def _purpose(original: Video | None) -> str:
    return f"{drafting.REPLY}{original.code}" if original else drafting.NEW


def _asset(request: HttpRequest, member: Account) -> Asset | None:
    try:
        key = UUID(request.POST.get("asset", ""))
    except ValueError:
        return None
    return Asset.objects.owned_by(member).filter(pk=key).first()
