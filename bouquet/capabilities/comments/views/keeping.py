"""What those who keep a talk do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bouquet.capabilities.accounts.asking import member_of
from bouquet.capabilities.comments.actions import posting, ruling
from bouquet.capabilities.comments.actions.addressing import comment_path, talk_path
from bouquet.capabilities.comments.forms import RulesForm
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.views.asked import kept_or_404, subject_or_404


@require_POST
@login_required
def rule(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Close the talk or open it again; read comments before others do, or not."""
    subject = subject_or_404(request, kind, key)
    form = RulesForm(request.POST)
    form.is_valid()
    ruling.rule(ref=subject.ref, by=member_of(request), **form.cleaned_data)
    messages.success(request, _("Your wishes for the comments are kept."))
    return redirect(talk_path(subject.ref))


@require_POST
@login_required
def pin(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Put a comment on top (`on=1`), or back among the others."""
    kept, _subject = kept_or_404(request, comment)
    (ruling.pin if request.POST.get("on") == "1" else ruling.unpin)(comment=kept, by=member_of(request))
    return redirect(comment_path(kept))


@require_POST
@login_required
def settle(request: HttpRequest, comment: UUID) -> HttpResponse:
    """Let a waiting comment in (`on=1`), or not."""
    kept, subject = kept_or_404(request, comment)
    wants = request.POST.get("on") == "1"
    (posting.approve if wants else posting.refuse)(comment=kept, by=member_of(request))
    messages.success(request, _("The comment is there for everyone.") if wants else _("The comment stays unseen."))
    if Comment.objects.about(subject.ref).waiting().exists():
        return redirect("comments:waiting", subject.ref.kind, subject.ref.key)
    return redirect(talk_path(subject.ref))
