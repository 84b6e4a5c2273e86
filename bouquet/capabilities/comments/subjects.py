"""A comment is a subject itself: it is reported, moderated and reacted to as anything else."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.comments.actions import moderating
from bouquet.capabilities.comments.actions.addressing import comment_address
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor
from bouquet.foundation.text.safe_html import teaser


class CommentKind(Kind):
    """Who may see a comment is who may see what it is about; they keep it who keep that, with its author."""

    name = KIND
    label = _("a comment")
    icon = "message-circle"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        comments = Comment.objects.filter(pk__in=keys).exclude(state=State.ERASED)
        found = {comment.pk: comment for comment in comments}
        parents = registry.subjects({comment.about for comment in found.values()})
        return {
            key: _subject(comment, parents[comment.about]) for key, comment in found.items() if comment.about in parents
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        comments = list(Comment.objects.filter(pk__in=keys).select_related("root"))
        own = visitor.pk if isinstance(visitor, Account) else None
        apart = hidden_from(visitor)
        read = [
            comment
            for comment in comments
            if (comment.is_shown and not _is_by(apart, comment)) or (comment.author_id == own and _is_kept(comment))
        ]
        parents = registry.visible({comment.about for comment in read}, visitor)
        return {comment.pk for comment in read if comment.about in parents}

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Where they may speak about the thing, they may react to what is said of it."""
        seen = self.visible_to(visitor, keys)
        about = {
            key: Ref(kind, of) for key, kind, of in Comment.objects.filter(pk__in=seen).values_list("pk", "kind", "key")
        }
        parents = registry.open_to(set(about.values()), visitor)
        return {key for key, ref in about.items() if ref in parents}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.moderate(comment_id=key, standing=standing, label=label)


def _is_by(people: Collection[UUID], comment: Comment) -> bool:
    """Whether one of them said it, or began its thread: half a conversation tells that somebody is hidden."""
    return comment.author_id in people or (comment.root is not None and comment.root.author_id in people)


def _is_kept(comment: Comment) -> bool:
    """Whether its author still finds it: not what they deleted, nor what was removed."""
    return comment.state not in (State.DELETED, State.ERASED) and comment.standing != Standing.REMOVED


def _subject(comment: Comment, parent: Subject) -> Subject:
    keepers = parent.keepers | ({parent.author_id} if parent.author_id else set())
    return Subject(
        ref=comment.ref,
        title=teaser(comment.text, length=80),
        address=comment_address(comment, parent),
        author_id=comment.author_id,
        made_at=comment.posted_at,
        text=comment.text,
        language=parent.language,
        standing=Standing(comment.standing),
        keepers=keepers - {comment.author_id},
        part_of=comment.about,
    )
