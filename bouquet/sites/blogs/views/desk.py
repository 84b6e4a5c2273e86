"""Where writers work: the posts of a blog, when they show, and what stands around their words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies as media_policies
from bouquet.capabilities.moderation.actions import limiting
from bouquet.sites.blogs.actions import detailing, mentioning, publishing, writing
from bouquet.sites.blogs.forms.details import DetailsForm, ScheduleForm
from bouquet.sites.blogs.models import Author, Blog, Mention, Post, State
from bouquet.sites.blogs.models.states import Standings
from bouquet.sites.blogs.views.blog import shown
from bouquet.sites.blogs.views.fetching import around, at_desk, at_editors_desk

_MOST = 200
_TABS = (State.DRAFT, State.SCHEDULED, State.PUBLISHED)


@at_desk
def desk(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Posts and pages, by where they stand; contributors and authors see their own."""
    posts = Post.objects.filter(blog=blog).exclude(standing=Standings.REMOVED)
    if not author.is_editing:
        posts = posts.filter(author=author)
    wanted = request.GET.get("state", "")
    posts = posts.filter(removed_at__isnull=wanted != "removed")
    if wanted in _TABS:
        posts = posts.filter(state=wanted)
    light = posts.defer("document", "html", "words", "sought").select_related("author__account", "category")
    rows = light.order_by("-changed_at")[:_MOST]
    tabs = [(tab.value, tab.label) for tab in _TABS]
    context = {"blog": blog, "me": author, "posts": rows, "wanted": wanted, "tabs": tabs}
    return render(request, "blogs/desk.html", context)


@require_POST
@at_desk
def change(request: HttpRequest, blog: Blog, author: Author, code: str) -> HttpResponse:
    """Publish, schedule, withdraw, pin, remove, restore: `do` says which."""
    post = get_object_or_404(Post.objects.select_related("blog"), blog=blog, code=code)
    try:
        _do(request, post, member_of(request))
    except writing.Untitled:
        messages.error(request, gettext("Give the post a title first: nothing was lost."))
    except (publishing.Refused, publishing.TooEarly, limiting.TooFast) as error:
        messages.error(request, str(error))
    return redirect("blogs:desk", blog.slug)


@at_desk
def details(request: HttpRequest, blog: Blog, author: Author, code: str) -> HttpResponse:
    """Address, category, tags, series, cover."""
    member = member_of(request)
    mine = Post.objects.writable_by(member).with_shelves().select_related("blog")
    post = get_object_or_404(mine, blog=blog, code=code)
    initial = {
        "slug": post.slug,
        "category": post.category,
        "tags": ", ".join(tag.name for tag in post.tags.all()),
        "series": post.series,
        "series_position": post.series_position,
        "takes_comments": post.takes_comments,
    }
    form = DetailsForm(request.POST or None, request.FILES or None, blog=blog, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            detailing.detail(post=post, by=member, details=detailing.Details(**form.cleaned_data))
        except media_policies.CannotReceive as error:
            form.add_error("cover", error.sentence())
        else:
            messages.success(request, gettext("Saved."))
            return redirect("blogs:desk", blog.slug)
    status = 422 if request.method == "POST" else 200
    context = {"blog": blog, "me": author, "post": post, "form": form, "schedule": ScheduleForm()}
    return render(request, "blogs/details.html", context, status=status)


@at_desk
def preview(request: HttpRequest, blog: Blog, author: Author, code: str) -> HttpResponse:
    """The post as readers will see it, with what does not show yet."""
    mine = Post.objects.writable_by(member_of(request)).with_shelves().select_related("blog")
    post = get_object_or_404(mine, blog=blog, code=code)
    writing.look_ahead(post)
    context = around(request, blog, **shown(request, post))
    context |= {"root": blog.front, "is_preview": True}
    return render(request, "blogs/post.html", context)


@at_editors_desk
def mentions(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Who elsewhere speaks of the posts; each may be hidden."""
    if request.method == "POST":
        mention = get_object_or_404(Mention.objects.filter(post__blog=blog), pk=request.POST.get("mention") or None)
        mentioning.show(mention=mention, by=member_of(request), is_shown=request.POST.get("do") == "show")
        return redirect("blogs:mentions", blog.slug)
    found = Mention.objects.filter(post__blog=blog, read_at__isnull=False).select_related("post")
    context = {"blog": blog, "me": author, "mentions": found.order_by("-received_at")[:_MOST]}
    return render(request, "blogs/mentions.html", context)


def _do(request: HttpRequest, post: Post, member: Account) -> None:
    do = request.POST.get("do", "")
    if do == "publish":
        writing.bring_out(post=post, by=member)
    elif do == "schedule":
        form = ScheduleForm(request.POST)
        if not form.is_valid():
            raise publishing.TooEarly
        writing.bring_out(post=post, by=member, at=form.cleaned_data["at"])
    elif do == "withdraw":
        publishing.withdraw(post=post, by=member)
    elif do in {"pin", "unpin"}:
        publishing.pin(post=post, by=member, is_pinned=do == "pin")
    elif do == "remove":
        publishing.remove(post=post, by=member)
    elif do == "restore":
        publishing.restore(post=post, by=member)
