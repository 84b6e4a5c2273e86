"""The door for Webmentions (W3C Recommendation §3.2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bouquet.capabilities.moderation.actions import limiting
from bouquet.sites.blogs.actions import mentioning
from bouquet.sites.blogs.views.fetching import blog_here


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """202 when a job will look; 400 with a sentence when it cannot be a mention."""
    blog = blog_here(request)
    try:
        mentioning.receive(
            blog=blog,
            source=request.POST.get("source", ""),
            target=request.POST.get("target", ""),
            asked_from=request.META.get("REMOTE_ADDR", ""),
        )
    except mentioning.NotAMention as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    except limiting.TooFast as error:
        return HttpResponse(str(error), status=429, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=202)
