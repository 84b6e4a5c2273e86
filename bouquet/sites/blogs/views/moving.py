"""A blog moves in, from another host; or out, as one file."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.storage.store import store
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import exporting, importing
from bouquet.sites.blogs.actions.sentences import loss_label, loss_sentence, refusal_sentence
from bouquet.sites.blogs.engine.incoming.nouns import LossKind
from bouquet.sites.blogs.engine.incoming.reports import loss_of_json
from bouquet.sites.blogs.forms.moving import ConfirmForm, ImportForm
from bouquet.sites.blogs.models import Author, Blog, BlogCopy, Import, Imported, Role
from bouquet.sites.blogs.views.fetching import at_editors_desk

ADDRESS_SECONDS = 300


@at_editors_desk
def move(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Bring a file; see what was brought; have a copy of everything made."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            wanted = importing.begin(
                blog=blog, by=member_of(request), file=file, file_name=file.name, address=form.cleaned_data["address"]
            )
        except importing.OneAtATime:
            form.add_error(None, gettext("Another file is still being read. Wait until it is done."))
        except TooFast as error:
            form.add_error(None, str(error))
        else:
            return redirect("blogs:import", blog.slug, wanted.pk)
    context = {
        "blog": blog,
        "me": author,
        "form": form,
        "imports": blog.imports.order_by("-asked_at")[:20],
        "copy": blog.copies.order_by("-asked_at").first(),
        "is_owner": author.role == Role.OWNER,
        "waiting": Imported.objects.filter(blog=blog, waits=True).count(),
    }
    return render(request, "blogs/move.html", context, status=422 if request.method == "POST" else 200)


@at_editors_desk
def one_import(request: HttpRequest, blog: Blog, author: Author, key: UUID) -> HttpResponse:
    """What a file holds and loses; yes or no; how far it is."""
    wanted = get_object_or_404(Import, blog=blog, pk=key)
    form = ConfirmForm(request.POST or None, authors=_authors(wanted), initial={"me": _me(request, wanted)})
    if request.method == "POST" and form.is_valid():
        importing.confirm(wanted=wanted, by=member_of(request), me=form.cleaned_data["me"])
        return redirect("blogs:import", blog.slug, wanted.pk)
    return render(request, "blogs/import.html", _shown(wanted) | {"blog": blog, "me": author, "form": form})


@at_editors_desk
def import_state(request: HttpRequest, blog: Blog, author: Author, key: UUID) -> HttpResponse:
    """How far it is, asked again and again; the whole page once that is another."""
    wanted = get_object_or_404(Import, blog=blog, pk=key)
    if not wanted.is_under_way:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "blogs/parts/import_state.html", {"blog": blog, "wanted": wanted})


@require_POST
@at_editors_desk
def drop_import(request: HttpRequest, blog: Blog, author: Author, key: UUID) -> HttpResponse:
    """Forget the file. What was brought in stays."""
    importing.drop(wanted=get_object_or_404(Import, blog=blog, pk=key), by=member_of(request))
    return redirect("blogs:move", blog.slug)


@require_POST
@at_editors_desk
def ask_copy(request: HttpRequest, blog: Blog, author: Author) -> HttpResponse:
    """Have everything put into one file."""
    exporting.ask_for_copy(blog=blog, by=member_of(request))
    messages.success(request, gettext("The copy is being made. It will be here in a moment."))
    return redirect("blogs:move", blog.slug)


@at_editors_desk
def download_copy(request: HttpRequest, blog: Blog, author: Author, key: UUID) -> HttpResponseBase:
    """The ZIP, for the owner and nobody else."""
    policies.require_owner(member_of(request), blog)
    wanted = get_object_or_404(BlogCopy, blog=blog, pk=key, made_at__isnull=False)
    elsewhere = store().signed_address(wanted.key, seconds=ADDRESS_SECONDS)
    if elsewhere:
        return HttpResponseRedirect(elsewhere)
    path = store().local_path(wanted.key)
    if path is None or not path.exists():
        raise Http404
    name = f"{blog.slug}-{wanted.asked_at:%Y-%m-%d}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _authors(wanted: Import) -> list[dict[str, str]]:
    found: list[dict[str, str]] = wanted.report.get("authors", [])
    return found


def _me(request: HttpRequest, wanted: Import) -> str:
    """Most blogs have one author."""
    authors = _authors(wanted)
    return authors[0]["login"] if len(authors) == 1 else ""


def _shown(wanted: Import) -> dict[str, object]:
    report = wanted.report
    losses: dict[LossKind, list[str]] = {}
    for row in report.get("losses", ()):
        loss = loss_of_json(row)
        losses.setdefault(loss.kind, []).append(loss_sentence(loss))
    totals = report.get("losses_by_kind", {})
    return {
        "wanted": wanted,
        "report": report,
        "losses": [(loss_label(kind), totals.get(str(kind), len(said)), said) for kind, said in losses.items()],
        "refusal": refusal_sentence(wanted.refusal) if wanted.refusal else "",
    }
