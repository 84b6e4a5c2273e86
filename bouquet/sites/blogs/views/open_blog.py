"""The brand's front: what is written, and how to begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import dismissing, recommending
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs.actions import opening, reading
from bouquet.sites.blogs.actions.addressing import BLOG
from bouquet.sites.blogs.actions.purging import KEPT_SECONDS, LISTS
from bouquet.sites.blogs.forms.blog import OpenForm
from bouquet.sites.blogs.models import Asked, Author, Blog, Follower
from bouquet.sites.blogs.models.states import WRITING

_FOR_YOU: Final = 6


@dataclass(frozen=True)
class Suggested:
    """A blog, and why."""

    blog: Blog
    reason: str


@shared_page(seconds=KEPT_SECONDS, tags=lambda request: [LISTS], query=())
def home(request: HttpRequest) -> HttpResponse:
    """The last posts of everybody."""
    context = {"posts": reading.newest(), "blogs": reading.liveliest(most=6)}
    return render(request, "blogs/front.html", context)


@shared_page(seconds=KEPT_SECONDS, tags=lambda request: [LISTS], query=())
def discover(request: HttpRequest) -> HttpResponse:
    """What a member might like, then blogs, those that were written in last first."""
    visitor = visitor_of(request)
    suggested = _for_you(visitor) if isinstance(visitor, Account) else []
    context = {"blogs": reading.liveliest(most=60), "suggested": suggested}
    return render(request, "blogs/discover.html", context)


def domain_answers(request: HttpRequest) -> HttpResponse:
    """Whether a blog answers at `?domain=`: 200 or 404. The reverse proxy asks before it has a certificate made."""
    domain = request.GET.get("domain", "").strip().lower().rstrip(".")
    is_there = Blog.objects.filter(domain=domain, domain_checked_at__isnull=False).exclude(domain="").exists()
    return HttpResponse(status=200 if is_there else 404)


@require_POST
@login_required
def dismiss(request: HttpRequest, slug: str) -> HttpResponse:
    """Never suggest this blog again."""
    blog = get_object_or_404(Blog.objects.shown(), slug=slug)
    dismissing.dismiss(account=member_of(request), ref=Ref(BLOG, blog.pk))
    return redirect("blogs:discover")


@login_required
def open_blog(request: HttpRequest) -> HttpResponse:
    """In one step: a name."""
    form = OpenForm(request.POST or None, initial={"language": get_language() or "fr"})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            blog = opening.open_blog(by=member_of(request), **form.cleaned_data)
        except opening.AddressTaken as error:
            form.add_error("slug", str(error))
        except limiting.TooFast as error:
            form.add_error(None, str(error))
            status = 429
        else:
            messages.success(request, gettext("%(blog)s is open. Write the first post!") % {"blog": blog.name})
            return redirect("blogs:desk", blog.slug)
    return render(request, "blogs/open.html", {"form": form}, status=status)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The blogs one writes in, and those one is asked to."""
    member = member_of(request)
    written = Author.objects.filter(account=member, role__in=WRITING).select_related("blog").order_by("-since_at")
    asked = Asked.objects.filter(account=member).select_related("blog", "by")
    if not written and not asked:
        return redirect(reverse("blogs:open"))
    followed = member.followed_blogs.select_related("blog").order_by("-blog__last_post_at")[:60]
    return render(request, "blogs/mine.html", {"written": written, "asked": asked, "followed": followed})


def _for_you(member: Account) -> list[Suggested]:
    """What affinity suggests, with its reasons: nothing they follow or write in."""
    known = set(Follower.objects.filter(account=member).values_list("blog", flat=True))
    known |= set(Author.objects.filter(account=member).values_list("blog", flat=True))
    found = recommending.for_you(account=member, kind=BLOG, most=_FOR_YOU, exclude=known)
    blogs = Blog.objects.shown().filter(is_listed=True).in_bulk([one.ref.key for one in found])
    return [Suggested(blogs[one.ref.key], one.reason) for one in found if one.ref.key in blogs]
