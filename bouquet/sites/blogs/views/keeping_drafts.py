"""What the editor's script asks for: save by itself, send a photo, look a video up, turn the source."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.capabilities.moderation.actions import limiting
from bouquet.sites.blogs.actions import fetching_pictures, showing_drafts, writing
from bouquet.sites.blogs.actions.wording import embeds_of
from bouquet.sites.blogs.engine.document import document_of_html
from bouquet.sites.blogs.engine.markdown import document_of_markdown, markdown_of
from bouquet.sites.blogs.engine.schema import Document, InvalidDocument, parsed
from bouquet.sites.blogs.engine.source import source_html
from bouquet.sites.blogs.forms.writing import WritingForm
from bouquet.sites.blogs.views.writing import post_or_404

View = Callable[[HttpRequest, str], HttpResponse]

_READERS: Final[dict[str, Callable[[str], tuple[Document, Counter[str]]]]] = {
    "document": lambda text: (parsed(text), Counter()),
    "markdown": document_of_markdown,
    "html": document_of_html,
}
_WRITERS: Final[dict[str, Callable[[Document], str]]] = {"markdown": markdown_of, "html": source_html}


def _for_script(view: View) -> View:
    """Who is signed out meanwhile is told so, instead of being sent to a page the script cannot read."""

    @wraps(view)
    def answer(request: HttpRequest, code: str) -> HttpResponse:
        if not request.user.is_authenticated:
            sentence = gettext("You are no longer signed in. Your text is kept on this device: sign in in another tab.")
            return JsonResponse({"error": sentence}, status=401)
        try:
            return view(request, code)
        except PermissionDenied:
            return JsonResponse({"error": gettext("You may no longer write on this post.")}, status=403)

    return answer


@require_POST
@_for_script
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Save while somebody types: 200 `{"edition"}`; 409 `{"edition"}` when there is another one, and nothing is saved;
    422 `{"error"}`."""
    post = post_or_404(request, code)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"error": " ".join(str(error) for errors in form.errors.values() for error in errors)}, status=422
        )
    try:
        post = writing.save(
            post=post, by=member_of(request), on=form.cleaned_data["on"], words=form.words, is_auto=True
        )
    except writing.Conflict as conflict:
        return JsonResponse({"edition": conflict.post.edition}, status=409)
    return JsonResponse({"edition": post.edition})


@require_POST
@_for_script
def photo(request: HttpRequest, code: str) -> HttpResponse:
    """One picture, pasted, dropped or chosen: `{"photo", "address"}`. Only its pixels are kept, in several sizes."""
    post_or_404(request, code)
    file = request.FILES.get("photo")
    if file is None or file.file is None:
        return JsonResponse({"error": gettext("No photo came along. Choose it again.")}, status=400)
    try:
        found = media_photos.receive(file=file.file, owner=member_of(request))  # type: ignore[arg-type]
    except CannotReceive as refused:
        return JsonResponse({"error": refused.sentence()}, status=refused.status)
    return JsonResponse({"photo": str(found.pk), "address": found.address(1280)})


@require_POST
@_for_script
def fetch_photo(request: HttpRequest, code: str) -> HttpResponse:
    """A copy of the picture at `address`, which came with pasted words: `{"photo", "address"}`; 422 without one."""
    post_or_404(request, code)
    try:
        found = fetching_pictures.take_along(address=request.POST.get("address", "")[:2000], by=member_of(request))
    except fetching_pictures.NotTaken:
        return JsonResponse({"error": gettext("This picture cannot be fetched.")}, status=422)
    except CannotReceive as refused:
        return JsonResponse({"error": refused.sentence()}, status=refused.status)
    except limiting.TooFast as error:
        return JsonResponse({"error": str(error)}, status=429)
    return JsonResponse({"photo": str(found.pk), "address": found.address(1280)})


@require_POST
@_for_script
def turn(request: HttpRequest, code: str) -> HttpResponse:
    """From one form to another (`document`, `markdown`, `html`): `{"text", "losses", "photos"}`. Nothing is saved."""
    post = post_or_404(request, code)
    text = request.POST.get("text", "")
    read = _READERS.get(request.POST.get("from", ""))
    if read is None:
        return JsonResponse({"error": "from: document, markdown, html"}, status=400)
    try:
        document, losses = read(text)
    except InvalidDocument as wrong:
        return JsonResponse({"error": str(wrong)}, status=422)
    into = request.POST.get("to", "document")
    writer = _WRITERS.get(into)
    turned = writer(document) if writer else json.dumps(document)
    photos = showing_drafts.photo_addresses(post, document) if into == "document" else {}
    return JsonResponse({"text": turned, "losses": sorted(losses), "photos": photos})


@require_GET
@_for_script
def video(request: HttpRequest, code: str) -> HttpResponse:
    """The video of the network at `?address=`: `{"player", "title"}`; 404 for any other page."""
    post_or_404(request, code)
    address = request.GET.get("address", "")
    embed = embeds_of([address]).get(address)
    if embed is None:
        return JsonResponse({"error": gettext("There is no video of our network at this address.")}, status=404)
    return JsonResponse({"player": embed.address, "title": embed.title})
