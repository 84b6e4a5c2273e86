"""The editor: one page that writes, with or without script, and never over somebody else's words."""

from __future__ import annotations

import json
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import showing_drafts, writing
from bouquet.sites.blogs.actions.publishing import Refused, TooEarly
from bouquet.sites.blogs.engine.comparing import compared
from bouquet.sites.blogs.engine.markdown import markdown_of
from bouquet.sites.blogs.forms.details import ScheduleForm
from bouquet.sites.blogs.forms.writing import WritingForm
from bouquet.sites.blogs.models import Author, Blog, Post
from bouquet.sites.blogs.views.editor_words import words_of_editor
from bouquet.sites.blogs.views.fetching import at_desk


@require_POST
@at_desk
def begin(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """A new draft, and on to the editor; `?page` makes it a page of the blog."""
    post = writing.begin(blog=blog, by=member_of(request), is_page="page" in request.GET)
    return redirect("blogs:edit", post.code)


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write on; the button pressed (`then`) says what comes after saving."""
    post = post_or_404(request, code)
    if request.method != "POST":
        return _editor(request, post, WritingForm.of(post))
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _editor(request, post, form, status=422)
    member = member_of(request)
    try:
        post = writing.save(post=post, by=member, on=form.cleaned_data["on"], words=form.words)
    except writing.Conflict as conflict:
        return met(request, conflict.post, form)
    if form.losses:
        messages.warning(
            request, gettext("Not everything could be kept: %(what)s.") % {"what": ", ".join(sorted(form.losses))}
        )
    return _then(request, post, member, request.POST.get("then", ""))


@require_POST
@login_required
def resolve(request: HttpRequest, code: str) -> HttpResponse:
    """After a conflict: mine on top, theirs with mine among the revisions, or mine as a post of its own."""
    post = post_or_404(request, code)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _editor(request, post, form, status=422)
    member, on, choice = member_of(request), form.cleaned_data["on"], request.POST.get("choice", "")
    try:
        if choice == "copy":
            post = writing.begin(blog=post.blog, by=member, is_page=post.is_page, words=form.words)
        elif choice == "theirs":
            writing.give_way(post=post, by=member, on=on, mine=form.words)
        else:
            writing.save(post=post, by=member, on=on, words=form.words)
    except writing.Conflict as conflict:
        return met(request, conflict.post, form)
    messages.success(request, gettext("Saved. Both versions are in the history."))
    # What the device kept of it is settled too.
    return redirect(f"{reverse('blogs:edit', args=[post.code])}?kept")


@require_POST
@login_required
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Back to what shows; what was written since stays in the history."""
    post = post_or_404(request, code)
    on = request.POST.get("on", "")
    try:
        writing.discard(post=post, by=member_of(request), on=int(on) if on.isdecimal() else -1)
    except writing.Conflict:
        messages.error(request, gettext("Somebody saved another version meanwhile: nothing was dropped."))
    return redirect("blogs:edit", post.code)


def post_or_404(request: HttpRequest, code: str) -> Post:
    """The post with this code, if the member may write on it."""
    member = member_of(request)
    posts = Post.objects.writable_by(member).select_related("blog", "author__account").distinct()
    post = get_object_or_404(posts, code=code)
    if not policies.can_edit(member, post):
        raise PermissionDenied
    return post


def met(request: HttpRequest, post: Post, form: WritingForm) -> HttpResponse:
    """Two versions side by side, and what changed between them; `form` holds the one that was not saved."""
    theirs, mine = writing.words_of(post), form.words.tidied
    last = post.revisions.select_related("by").first()
    context = {
        "post": post,
        "theirs": theirs,
        "mine": mine,
        "theirs_html": showing_drafts.html_of(post, theirs.document),
        "mine_html": showing_drafts.html_of(post, mine.document),
        "lines": compared(markdown_of(theirs.document), markdown_of(mine.document)),
        "last": last,
        "is_own": last is not None and last.by_id == member_of(request).pk,
        "form": WritingForm.holding(mine, on=post.edition),
    }
    return render(request, "blogs/writing/conflict.html", context, status=409)


def _then(request: HttpRequest, post: Post, member: Account, then: str) -> HttpResponse:
    """Saved: what comes next."""
    if then in ("publish", "schedule", "show"):
        try:
            _bring_out(request, post, member, then)
        except writing.Untitled:
            return _again(request, post, gettext("Give it a title first: it is saved as it is."))
        except (Refused, TooEarly, TooFast, ValueError) as refused:
            return _again(request, post, str(refused))
        return redirect("blogs:edit", post.code)
    if then in ("preview", "history", "details"):
        return redirect(_address(post, then))
    messages.success(request, gettext("Saved."))
    return redirect("blogs:edit", post.code)


def _bring_out(request: HttpRequest, post: Post, member: Account, then: str) -> None:
    if then == "show":
        writing.show(post=post, by=member)
        messages.success(request, gettext("The new version shows."))
        return
    at: datetime | None = None
    if then == "schedule":
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise ValueError(gettext("Say on which day and at what time it should be published."))
        at = form.cleaned_data["at"]
    post = writing.bring_out(post=post, by=member, at=at)
    if post.is_published and not post.is_shown:
        messages.info(request, gettext("A moderator looks at it first. You see it, the others do not yet."))
    else:
        messages.success(request, gettext("It will be published then.") if at else gettext("It is out!"))


def _again(request: HttpRequest, post: Post, why: str) -> HttpResponse:
    messages.error(request, why)
    return _editor(request, post_or_404(request, post.code), None, status=422)


def _address(post: Post, page: str) -> str:
    if page == "history":
        return reverse("blogs:history", args=[post.code])
    return reverse(f"blogs:{page}", args=[post.blog.slug, post.code])


def _editor(request: HttpRequest, post: Post, form: WritingForm | None, *, status: int = 200) -> HttpResponse:
    form = form or WritingForm.of(post)
    words = writing.words_of(post)
    context = {
        "post": post,
        "form": form,
        "schedule": ScheduleForm(),
        "may_publish": policies.can_publish(member_of(request), post),
        "photos": json.dumps(showing_drafts.photo_addresses(post, words.document)),
        "words": json.dumps(words_of_editor()),
        "modules_of": "editor",
    }
    return render(request, "blogs/writing/editor.html", context, status=status)
