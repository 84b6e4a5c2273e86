"""What members do with their own comments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import is_fragment, member_of
from bouquet.capabilities.comments.actions import posting
from bouquet.capabilities.comments.actions.addressing import comment_path, talk_path
from bouquet.capabilities.comments.forms import CommentForm
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.policies import Shut
from bouquet.capabilities.comments.views.asked import comment_or_404, own_or_404, subject_or_404
from bouquet.capabilities.comments.views.showing import Reader, about_context, count_for, new_form
from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.foundation.subjects.subject import Subject
from bouquet.foundation.ui.toasts import undoable


@require_POST
@login_required
def post(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Say something, or answer. What could not be said comes back in its form, with the reason."""
    subject = subject_or_404(request, kind, key)
    form = CommentForm(request.POST)
    answered = None
    try:
        answered = _answered(request, form)
        said = posting.post(
            ref=subject.ref,
            by=member_of(request),
            text=request.POST.get("text", ""),
            answers_to=answered,
            sent_with=request.POST.get("sent_with", "")[:32],
        )
    except REFUSALS as refusal:
        return _again(request, subject, form, refusal, {"answered": answered})
    if not is_fragment(request):
        return redirect(comment_path(said))
    reader = Reader(request, subject)
    context = about_context(reader) | {"one": reader.one(said), "form": new_form(), "count": count_for(reader)}
    return render(request, "comments/parts/posted.html", context)


@login_required
def answer(request: HttpRequest, comment: UUID) -> HttpResponse:
    """A form to answer with: in its place in the thread, or as a page."""
    answered, subject = comment_or_404(request, comment)
    return _writing(request, subject, new_form(answered), {"answered": answered})


@login_required
def edit(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Find better words."""
    mine, subject = own_or_404(request, comment)
    if request.method != "POST":
        return _writing(request, subject, CommentForm(initial={"text": mine.text}), {"edited": mine})
    try:
        posting.edit(comment=mine, by=member_of(request), text=request.POST.get("text", ""))
    except REFUSALS as refusal:
        return _again(request, subject, CommentForm(request.POST), refusal, {"edited": mine})
    return _shown_again(request, mine, subject)


@login_required
def shown(request: HttpRequest, comment: UUID) -> HttpResponse:
    """The comment itself: what stands in the place of a form that was not sent after all."""
    found, subject = comment_or_404(request, comment)
    return _shown_again(request, found, subject)


@require_POST
@login_required
def delete(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Take it away; the answer holds the way back."""
    mine, subject = own_or_404(request, comment)
    posting.delete(comment=mine, by=member_of(request))
    if is_fragment(request):
        return render(request, "comments/parts/deleted.html", {"comment": mine})
    undoable(request, _("Your comment was deleted."), undo=reverse("comments:restore", args=(mine.pk,)))
    return redirect(talk_path(subject.ref))


@require_POST
@login_required
def restore(request: HttpRequest, comment: UUID) -> HttpResponse:
    """It is there again."""
    mine, subject = own_or_404(request, comment)
    posting.restore(comment=mine, by=member_of(request))
    return _shown_again(request, mine, subject)


REFUSALS = (ValidationError, TooFast, posting.TalkShut, posting.WordsRefused)


def sentence_of(refusal: Exception, subject: Subject) -> str:
    """Why it was refused, for whoever typed it."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, posting.TalkShut):
        return {
            Shut.TOO_OLD: _("This was published too long ago to be commented on."),
            Shut.CLOSED: _("Comments were closed meanwhile. Copy your text if you want to keep it."),
            Shut.NOT_THEIRS: _("You cannot comment here."),
        }[refusal.why]
    return str(refusal)


def _answered(request: HttpRequest, form: CommentForm) -> Comment | None:
    form.is_valid()
    key = form.cleaned_data.get("answers_to")
    try:
        found = comment_or_404(request, key)[0] if key else None
    except Http404:
        found = None
    if key and (found is None or not found.is_shown):
        # Sent again as it comes back, it is posted on its own.
        form.data = {**form.data.dict(), "answers_to": ""}  # type: ignore[attr-defined]
        raise ValidationError(
            _("The comment you answer is no longer there. Your text is kept: send it again to post it on its own.")
        )
    return found


def _again(
    request: HttpRequest, subject: Subject, form: CommentForm, refusal: Exception, more: dict[str, Any]
) -> HttpResponse:
    form.is_valid()
    form.add_error("text", sentence_of(refusal, subject))
    response = _writing(request, subject, form, more)
    response.status_code = 429 if isinstance(refusal, TooFast) else 422
    return response


def _writing(request: HttpRequest, subject: Subject, form: CommentForm, more: dict[str, Any]) -> HttpResponse:
    context = about_context(Reader(request, subject)) | {"form": form, "talk_path": talk_path(subject.ref)} | more
    return render(request, "comments/parts/form.html" if is_fragment(request) else "comments/write.html", context)


def _shown_again(request: HttpRequest, comment: Comment, subject: Subject) -> HttpResponse:
    comment = Comment.objects.with_people().get(pk=comment.pk)
    if not is_fragment(request):
        return redirect(comment_path(comment))
    reader = Reader(request, subject)
    return render(request, "comments/parts/comment.html", about_context(reader) | {"one": reader.one(comment)})
