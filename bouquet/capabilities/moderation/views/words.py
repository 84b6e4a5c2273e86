"""Watched words: the list, and what they would do to a text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.moderation.actions import screening, watching
from bouquet.capabilities.moderation.engine.words import lexicon
from bouquet.capabilities.moderation.forms import TryForm, WordForm
from bouquet.capabilities.moderation.models import WatchedWord
from bouquet.capabilities.moderation.views.doors import for_moderators


@for_moderators
def words(request: HttpRequest) -> HttpResponse:
    """The list; a new word is sent here, a text to try comes as `?text=`."""
    form = WordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        word = watching.watch(
            word=told["word"], action=told["action"], language=told["language"], by=member_of(request)
        )
        messages.success(request, _("“%(word)s” is watched from now on.") % {"word": word.word})
        return redirect("moderation:words")
    trial = TryForm(request.GET if "text" in request.GET else None)
    found = (
        lexicon(screening.watched("")).find(trial.cleaned_data["text"]) if trial.is_bound and trial.is_valid() else []
    )
    known = {
        "form": form,
        "trial": trial,
        "found": [(one, WatchedWord.Action(one.watched.action).label) for one in found],
        "words": WatchedWord.objects.select_related("added_by").order_by("normal", "language"),
        "is_moderator": True,
        "here": "words",
    }
    return render(request, "moderation/words.html", known, status=422 if form.errors else 200)


@require_POST
@for_moderators
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer watched."""
    word = get_object_or_404(WatchedWord, pk=pk)
    watching.forget(word=word, by=member_of(request))
    messages.success(request, _("“%(word)s” is not watched any more.") % {"word": word.word})
    return redirect("moderation:words")
