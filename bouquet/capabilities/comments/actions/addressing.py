"""Where comments are, on the host of what they are about."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from bouquet.capabilities.comments.models import Comment
from bouquet.foundation.subjects.subject import Ref, Subject


def talk_path(ref: Ref) -> str:
    """The page of everything that is said about `ref`, on any brand's host."""
    return reverse("comments:page", args=(ref.kind, ref.key))


def comment_path(comment: Comment) -> str:
    """The page of the talk that opens where `comment` is."""
    return f"{talk_path(comment.about)}?comment={comment.pk}#comment-{comment.pk}"


def comment_address(comment: Comment, subject: Subject) -> str:
    """The same, absolute: on the host where the subject is at home."""
    home = urlsplit(subject.address)
    return f"{home.scheme}://{home.netloc}{comment_path(comment)}"


def person_path(handle: str) -> str:
    """The page of a person on whatever host the words are read, as it is written into them."""
    with override(settings.LANGUAGE_CODE):
        return reverse("accounts:profile", args=(handle,))
