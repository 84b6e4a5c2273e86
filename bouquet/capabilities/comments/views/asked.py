"""What an address asks for, through the person who asks: nothing is found that they may not see."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject


def subject_or_404(request: HttpRequest, kind: str, key: UUID) -> Subject:
    """What is spoken of, when the visitor may see it and can speak of such things."""
    ref = Ref(kind, key)
    if not policies.can_be_spoken_of(ref):
        raise Http404
    return visible_or_404(request, ref)


def visible_or_404(request: HttpRequest, ref: Ref) -> Subject:
    """Any thing the visitor may see, a comment too."""
    found = registry.visible_subjects([ref], visitor_of(request)).get(ref)
    if found is None:
        raise Http404
    return found


def comment_or_404(request: HttpRequest, key: UUID) -> tuple[Comment, Subject]:
    """A comment the visitor may read, and what it is about."""
    subject = visible_or_404(request, Ref(KIND, key))
    about = registry.subject(subject.part_of) if subject.part_of else None
    comment = Comment.objects.with_people().filter(pk=key).first()
    if comment is None or about is None:
        raise Http404
    return comment, about


def own_or_404(request: HttpRequest, key: UUID) -> tuple[Comment, Subject]:
    """A comment of the visitor's own, also one they have deleted."""
    comment = Comment.objects.with_people().filter(pk=key, author=request.user.pk).first()
    if comment is None:
        raise Http404
    return comment, visible_or_404(request, comment.about)


def kept_or_404(request: HttpRequest, key: UUID) -> tuple[Comment, Subject]:
    """A comment below something the visitor looks after, also one that waits."""
    comment = Comment.objects.with_people().filter(pk=key).first()
    subject = registry.subject(comment.about) if comment else None
    if comment is None or subject is None or not policies.keeps(visitor_of(request), subject):
        raise Http404
    return comment, subject
