"""Who writes in a blog, and who follows it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions import limiting
from bouquet.sites.blogs.actions import authors
from bouquet.sites.blogs.forms.blog import AskForm
from bouquet.sites.blogs.models import Asked, Author, Blog, Follower, Role
from bouquet.sites.blogs.views.fetching import at_desk, at_editors_desk

_MOST = 200


@at_editors_desk
def people(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Authors with their roles; ask another one."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            authors.ask(blog=blog, by=member_of(request), **form.cleaned_data)
        except (authors.NobodyThere, limiting.TooFast) as error:
            form.add_error("handle", str(error))
        else:
            messages.success(request, gettext("They were asked; you will see them here when they say yes."))
            return redirect("blogs:people", blog.slug)
    context = {
        "blog": blog,
        "me": author,
        "form": form,
        "authors": blog.authors.select_related("account").order_by("since_at"),
        "asked": blog.asked.select_related("account"),
        "roles": [role for role in Role if role not in (Role.PAST, Role.OWNER)],
        "is_owner": author.role == Role.OWNER,
    }
    return render(request, "blogs/people.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@at_desk
def person(request: HttpRequest, blog: Blog, author: Author, key: UUID) -> HttpResponse:
    """Give somebody another role, hand the blog over, send them away; or go."""
    member = member_of(request)
    found = get_object_or_404(Author.objects.select_related("blog", "account"), blog=blog, pk=key)
    do = request.POST.get("do", "")
    if do == "part":
        authors.part(author=found, by=member)
    elif do == "give":
        authors.give_role(author=found, by=member, role=request.POST.get("role", ""))
    if found.account_id == member.pk:
        return redirect("blogs:mine")
    return redirect("blogs:people", blog.slug)


@require_POST
@login_required
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Yes or no to an invitation."""
    asked = get_object_or_404(Asked.objects.select_related("blog"), pk=key, account=member_of(request))
    blog, yes = asked.blog, request.POST.get("answer") == "yes"
    authors.answer(asked=asked, by=member_of(request), yes=yes)
    return redirect("blogs:desk", blog.slug) if yes else redirect("blogs:mine")


@at_editors_desk
def followers(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """How many follow, and the members among them; addresses of mail are nobody's business."""
    confirmed = Follower.objects.filter(blog=blog, confirmed_at__isnull=False)
    context = {
        "blog": blog,
        "me": author,
        "members": confirmed.filter(account__isnull=False).select_related("account").order_by("-confirmed_at")[:_MOST],
        "members_count": confirmed.filter(account__isnull=False).count(),
        "mails_count": confirmed.filter(by_mail=True).count(),
    }
    return render(request, "blogs/followers.html", context)
