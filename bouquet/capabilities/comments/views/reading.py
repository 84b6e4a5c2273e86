"""Pages that show what is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import is_fragment, visitor_of
from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.actions.addressing import talk_path
from bouquet.capabilities.comments.actions.purging import comments_tag, kind_tag
from bouquet.capabilities.comments.actions.tallying import rules_of
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.paging import answers_of
from bouquet.capabilities.comments.views.asked import comment_or_404, subject_or_404
from bouquet.capabilities.comments.views.showing import Reader, about_context, talk_context, thread_path
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.subjects.subject import Ref

# The app that owns what is spoken of may change who sees it: it purges the tag, and this is the most it can forget.
KEPT_SECONDS = 20
MOST_WAITING = 50


def _tags(request: HttpRequest, kind: str, key: UUID) -> Iterable[str]:
    return [comments_tag(Ref(kind, key)), kind_tag(kind)]


@shared_page(seconds=KEPT_SECONDS, tags=_tags, query=["sort", "after", "before", "comment"])
def page(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """The whole talk; `?comment=` opens it where that comment is. A script gets the next threads only."""
    subject = subject_or_404(request, kind, key)
    context = talk_context(request, subject, target=_target(request, subject.ref))
    if is_fragment(request) and request.GET.get("after"):
        return render(request, "comments/parts/threads.html", context)
    response = render(request, "comments/page.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@shared_page(seconds=KEPT_SECONDS, tags=_tags, query=["sort"])
def talk(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """The talk as a part of another page."""
    response = render(request, "comments/parts/talk.html", talk_context(request, subject_or_404(request, kind, key)))
    response["X-Robots-Tag"] = "noindex"
    return response


@shared_page(seconds=KEPT_SECONDS, tags=_tags, query=[])
def state(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """How many comments were ever shown: asked every few seconds, and hardly ever answered with more than 304."""
    rules = rules_of(subject_or_404(request, kind, key).ref)
    etag = f'W/"{rules.arrivals}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = JsonResponse({"arrivals": rules.arrivals})
    response["ETag"] = etag
    if request.user.is_authenticated:
        response["Cache-Control"] = "private, no-cache"
    return response


def thread(request: HttpRequest, comment: UUID) -> HttpResponse:
    """The answers of one thread, from `?after=` on: a page of their own, or the next ones for a script."""
    root = Comment.objects.with_people().heads().filter(pk=comment).first()
    if root is None:
        raise Http404
    subject = subject_or_404(request, root.kind, root.key)
    reader = Reader(request, subject)
    if root.author_id in reader.hidden:
        raise Http404
    found = answers_of(reader.answers(root), after=request.GET.get("after", ""))
    shown = reader.with_answers([(root, found.comments)])[0]
    shown.more_address = thread_path(root, found.comments[-1]) if found.after else ""
    context = {**about_context(reader), "one": shown, "talk_path": talk_path(subject.ref)}
    template = "comments/parts/answers.html" if is_fragment(request) else "comments/thread.html"
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


@login_required
def history(request: HttpRequest, comment: UUID) -> HttpResponse:
    """What a comment said before, for its author and those who look after the talk."""
    found, subject = comment_or_404(request, comment)
    if not policies.may_read_history(visitor_of(request), found, subject):
        raise PermissionDenied
    versions = list(found.revisions.all())
    context: dict[str, Any] = {"comment": found, "subject": subject, "versions": versions}
    return render(request, "comments/history.html", context | {"talk_path": talk_path(subject.ref)})


@login_required
def waiting(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """What waits for the approval of those who keep the talk, the first said first."""
    subject = subject_or_404(request, kind, key)
    reader = Reader(request, subject)
    if not reader.is_keeper:
        raise PermissionDenied
    found = reader.comments.waiting().order_by("posted_at", "id")[:MOST_WAITING]
    shown = [reader.one(comment) for comment in found]
    context = about_context(reader) | {"waiting": shown, "talk_path": talk_path(subject.ref)}
    return render(request, "comments/waiting.html", context)


def _target(request: HttpRequest, ref: Ref) -> Comment | None:
    """The comment an address leads to, when the visitor may read it here; else the talk opens at its beginning."""
    try:
        key = UUID(request.GET.get("comment", ""))
        found, _subject = comment_or_404(request, key)
    except (ValueError, Http404):
        return None
    return found if found.about == ref else None
