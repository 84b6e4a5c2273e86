"""What the editors of a blog decide about it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.accounts.engine import pictures
from bouquet.sites.blogs.actions import changing, domains, filing, opening, reading
from bouquet.sites.blogs.engine import dns
from bouquet.sites.blogs.forms.blog import BlogrollForm, DomainForm, LookForm, ShelfForm, WordsForm
from bouquet.sites.blogs.models import Author, Blog, Category, Series, Tag
from bouquet.sites.blogs.views.fetching import at_editors_desk

_SHELVES: Final[dict[str, type[Category] | type[Series] | type[Tag]]] = {
    "category": Category,
    "series": Series,
    "tag": Tag,
}
_MOST_TAGS: Final = 500


@at_editors_desk
def words(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Name, line, about, language, what it allows."""
    initial = {name: getattr(blog, name) for name in asdict(changing.Words(name=""))}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changing.reword(blog=blog, by=member_of(request), words=changing.Words(**form.cleaned_data))
        return _saved(request, "blogs:settings", blog)
    return _page(request, "settings", blog, author, form)


@at_editors_desk
def look(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Theme and header."""
    form = LookForm(request.POST or None, request.FILES or None, initial={"theme": blog.theme})
    if request.method == "POST" and form.is_valid():
        member, values = member_of(request), form.cleaned_data
        try:
            changing.dress(blog=blog, by=member, theme=values["theme"])
            if values["header"]:
                changing.set_header(blog=blog, by=member, file=values["header"])
            elif values["drop"]:
                changing.drop_header(blog=blog, by=member)
        except (pictures.NotAPicture, pictures.TooManyPixels):
            form.add_error("header", gettext("This file is no picture we can read."))
        except changing.PictureTooSmall:
            form.add_error("header", gettext("This picture is narrower than 600 pixels: it would be blurred."))
        else:
            return _saved(request, "blogs:look", blog)
    return _page(request, "look", blog, author, form)


@at_editors_desk
def domain(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """A domain of its own: noted, then checked."""
    form = DomainForm(request.POST if request.POST.get("do") == "want" else None, initial={"domain": blog.domain})
    if request.method == "POST":
        try:
            if request.POST.get("do") == "check":
                domains.check(blog=blog, by=member_of(request))
                messages.success(
                    request, gettext("The record is there: %(domain)s is yours.") % {"domain": blog.domain}
                )
                return redirect("blogs:domain", blog.slug)
            if form.is_valid():
                domains.want(blog=blog, by=member_of(request), domain=form.cleaned_data["domain"])
                return _saved(request, "blogs:domain", blog)
        except domains.NotADomain as error:
            form.add_error("domain", str(error))
        except (domains.RecordMissing, dns.NotAnswering) as error:
            messages.error(request, str(error) or gettext("The name servers do not answer. Try again in a minute."))
            return redirect("blogs:domain", blog.slug)
    return _page(request, "domain", blog, author, form, record=domains.record_of(blog))


@at_editors_desk
def shelves(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Categories, series and tags: made, taken away."""
    form = ShelfForm(request.POST if request.POST.get("do") in {"category", "series"} else None, blog=blog)
    if request.method == "POST":
        member, do = member_of(request), request.POST.get("do", "")
        if do == "remove":
            filing.remove_shelf(_shelf(blog, request.POST.get("shelf", "")), by=member)
            return _saved(request, "blogs:shelves", blog)
        if form.is_valid():
            filing.make_shelf(_SHELVES[do], blog=blog, by=member, **form.cleaned_data)  # type: ignore[type-var]
            return _saved(request, "blogs:shelves", blog)
    context = {"branches": reading.tree_of(blog), "series": blog.series.order_by("name")}
    return _page(request, "shelves", blog, author, form, tags=blog.tags.order_by("name")[:_MOST_TAGS], **context)


@at_editors_desk
def shelf(request: HttpRequest, blog: Blog, author: Author, kind: str, code: str) -> HttpResponse:
    """One of them, called otherwise or put elsewhere; its address stays."""
    found = _shelf(blog, f"{kind}:{code}")
    initial = {"name": found.name, "about": found.about, "parent": getattr(found, "parent_id", None)}
    form = ShelfForm(request.POST or None, blog=blog, shelf=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            filing.rename_shelf(found, by=member_of(request), **form.cleaned_data)
        except filing.GoesRound:
            form.add_error("parent", gettext("This category lies in the other one by now. Nothing was changed."))
        else:
            return _saved(request, "blogs:shelves", blog)
    return _page(request, "shelf", blog, author, form, shelf=found)


@at_editors_desk
def blogroll(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """What it recommends."""
    lines = "\n".join(f"{link.name} {link.address}" for link in blog.blogroll.all())
    form = BlogrollForm(request.POST or None, initial={"links": lines})
    if request.method == "POST" and form.is_valid():
        changing.recommend(blog=blog, by=member_of(request), links=form.cleaned_data["links"])
        return _saved(request, "blogs:blogroll", blog)
    return _page(request, "blogroll", blog, author, form)


@at_editors_desk
def end(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Close the blog, or open it again. Nothing is lost."""
    if request.method == "POST":
        act = opening.open_again if blog.closed_at else opening.close
        act(blog=blog, by=member_of(request))
        return _saved(request, "blogs:end", blog)
    return _page(request, "end", blog, author, forms.Form())


def _shelf(blog: Blog, key: str) -> Any:
    kind, _colon, code = key.partition(":")
    if kind not in _SHELVES:
        raise Http404
    return get_object_or_404(_SHELVES[kind], blog=blog, slug=code)


def _saved(request: HttpRequest, page: str, blog: Blog) -> HttpResponse:
    messages.success(request, gettext("Saved."))
    return redirect(page, blog.slug)


def _page(
    request: HttpRequest, name: str, blog: Blog, author: Author, form: forms.Form, **more: object
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"blog": blog, "me": author, "form": form, "page": name, **more}
    return render(request, f"blogs/settings/{name}.html", context, status=status)
