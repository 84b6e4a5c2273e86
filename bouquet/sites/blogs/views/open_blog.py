"""The brand's front: what is written, and how to begin."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.live.caching import shared_page
from bouquet.sites.blogs.actions import opening, reading
from bouquet.sites.blogs.actions.purging import KEPT_SECONDS, LISTS
from bouquet.sites.blogs.forms.blog import OpenForm
from bouquet.sites.blogs.models import Asked, Author
from bouquet.sites.blogs.models.states import WRITING


@shared_page(seconds=KEPT_SECONDS, tags=lambda request: [LISTS], query=())
def home(request: HttpRequest) -> HttpResponse:
    """The last posts of everybody."""
    context = {"posts": reading.newest(), "blogs": reading.liveliest(most=6)}
    return render(request, "blogs/front.html", context)


@shared_page(seconds=KEPT_SECONDS, tags=lambda request: [LISTS], query=())
def discover(request: HttpRequest) -> HttpResponse:
    """Blogs, those that were written in last first."""
    return render(request, "blogs/discover.html", {"blogs": reading.liveliest(most=60)})


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
