"""From something said in a room to a draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from bouquet.capabilities.accounts.asking import member_of
from bouquet.sites.blogs.actions import drafting
from bouquet.sites.blogs.models import Blog
from bouquet.sites.blogs.models.states import WRITING


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write_from(request: HttpRequest, key: UUID) -> HttpResponse:
    """What will be quoted, and in which of one's blogs; then the editor."""
    member = member_of(request)
    try:
        talk = drafting.talk_at(key, by=member)
    except drafting.NothingToQuote:
        raise Http404 from None
    writable = Blog.objects.filter(authors__account=member, authors__role__in=WRITING, closed_at=None)
    blogs = writable.visible_to(member).distinct().order_by("name")
    if request.method == "POST":
        blog = get_object_or_404(blogs, slug=request.POST.get("blog", ""))
        post = drafting.draft_of(talk, blog=blog, by=member)
        messages.success(request, gettext("The talk is quoted in a draft: nobody sees it but you and your co-authors."))
        return redirect("blogs:edit", post.code)
    return render(request, "blogs/write_from.html", {"talk": talk, "blogs": blogs})
