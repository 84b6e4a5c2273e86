"""The post of an address, for what hangs on it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from bouquet.capabilities.accounts.asking import is_fragment, visitor_of
from bouquet.sites.tribes.actions.carrying import Carried, carried_by
from bouquet.sites.tribes.models import Post
from bouquet.sites.tribes.views.fetching import post_or_404


def carried_or_404(request: HttpRequest, code: str, sort: str) -> tuple[Post, Carried]:
    """The post and what it carries; 404 when `sort` (`poll`, `event`, `photos`, `video`) is not among it."""
    post = post_or_404(request, code)
    if sort not in post.attached:
        raise Http404
    return post, carried_by([post], visitor_of(request))[post.pk]


def shown_again(request: HttpRequest, code: str, sort: str, *, fault: str = "") -> HttpResponse:
    """The part alone when a script asked; else back to where the form stood."""
    post, carried = carried_or_404(request, code, sort)
    if is_fragment(request):
        context = {"post": post, "carried": carried, "fault": fault}
        return render(request, f"tribes/post/{sort}.html", context, status=409 if fault else 200)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else post.path)
