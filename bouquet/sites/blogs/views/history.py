"""What a post was: its revisions, compared and taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.blogs.actions import showing_drafts, writing
from bouquet.sites.blogs.engine.comparing import compared, is_changed
from bouquet.sites.blogs.engine.markdown import markdown_of
from bouquet.sites.blogs.engine.schema import EMPTY, checked
from bouquet.sites.blogs.models import Revision
from bouquet.sites.blogs.views.writing import post_or_404

MOST_LISTED = 200


@require_GET
@login_required
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Every revision there is, the newest first."""
    post = post_or_404(request, code)
    revisions = post.revisions.select_related("by").defer("document")[:MOST_LISTED]
    return render(request, "blogs/writing/history.html", {"post": post, "revisions": revisions})


@require_GET
@login_required
def revision(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """One revision: what is different now, or (`?before`) what it changed; and all of it."""
    post = post_or_404(request, code)
    found = get_object_or_404(Revision.objects.select_related("by"), post=post, edition=edition)
    document = checked(found.document or EMPTY)
    before = post.revisions.filter(edition__lt=edition).first() if "before" in request.GET else None
    if "before" in request.GET:
        title, other = (before.title, checked(before.document or EMPTY)) if before else ("", EMPTY)
        lines = compared(markdown_of(other), markdown_of(document))
        titles = (title, found.title)
    else:
        now = writing.words_of(post)
        lines = compared(markdown_of(document), markdown_of(now.document))
        titles = (found.title, now.title)
    context = {
        "post": post,
        "revision": found,
        "lines": lines,
        "titles": titles,
        "is_changed": is_changed(lines) or titles[0] != titles[1],
        "against_before": "before" in request.GET,
        "revision_html": showing_drafts.html_of(post, document),
    }
    return render(request, "blogs/writing/revision.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """The post says again what it said then; what it says now stays in the history."""
    post = post_or_404(request, code)
    found = get_object_or_404(Revision, post=post, edition=edition)
    on = request.POST.get("on", "")
    try:
        writing.restore(post=post, by=member_of(request), revision=found, on=int(on) if on.isdecimal() else -1)
    except writing.Conflict:
        messages.error(request, gettext("Somebody saved another version meanwhile. Look at it before you go back."))
        return redirect("blogs:history", post.code)
    messages.success(request, gettext("Restored. What it said before is in the history."))
    return redirect("blogs:edit", post.code)
