"""Follow a blog, and its letters."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions import limiting
from bouquet.sites.blogs.actions import following
from bouquet.sites.blogs.models import Follower
from bouquet.sites.blogs.views.fetching import around, blog_here


class AddressForm(forms.Form):
    """Where letters go."""

    email = forms.EmailField(label=_("Your mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@require_http_methods(["GET", "POST"])
@login_required
def follow(request: HttpRequest) -> HttpResponse:
    """As a member: yes with or without letters, or no more."""
    blog, member = blog_here(request), member_of(request)
    known = Follower.objects.filter(blog=blog, account=member).first()
    if request.method == "POST":
        wanted = request.POST.get("want", "")
        if wanted == "stop":
            following.unfollow(blog=blog, by=member)
            messages.success(request, gettext("You no longer follow %(blog)s.") % {"blog": blog.name})
        else:
            following.follow(blog=blog, by=member, by_mail=wanted == "mail")
            messages.success(request, gettext("You follow %(blog)s.") % {"blog": blog.name})
        return redirect(blog.address() if blog.host == blog.own_host else f"{request.path.removesuffix('follow')}")
    return render(request, "blogs/follow.html", around(request, blog, known=known))


@require_http_methods(["GET", "POST"])
def newsletter(request: HttpRequest) -> HttpResponse:
    """With an address alone. Whatever is known about it, the answer is the same."""
    blog = blog_here(request)
    if not blog.sends_newsletter:
        raise Http404
    form = AddressForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        place = request.META.get("REMOTE_ADDR", "")
        try:
            limiting.require_pace_at(place=place, verb="newsletter", most=10, seconds=3600)
            following.ask_by_mail(blog=blog, email=form.cleaned_data["email"], language=get_language() or blog.language)
        except limiting.TooFast as error:
            form.add_error(None, str(error))
            status = 429
        else:
            return render(request, "blogs/newsletter_asked.html", around(request, blog))
    return render(request, "blogs/newsletter.html", around(request, blog, form=form), status=status)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the letter asks once more: programs that look at mail open links by themselves."""
    blog = blog_here(request)
    if not Follower.objects.filter(blog=blog, secret=secret).exists():
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        following.confirm(secret=secret)
    return render(request, "blogs/newsletter_confirm.html", around(request, blog, is_done=is_done))


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """No more letters. A mail program posts here without a page (RFC 8058 §3.1), a person presses a button."""
    blog = blog_here(request)
    is_done = request.method == "POST"
    if is_done:
        following.stop_letters(secret=secret)
    return render(request, "blogs/newsletter_stop.html", around(request, blog, is_done=is_done))
