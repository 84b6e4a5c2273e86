"""Who may speak where, and who looks after what is said. The rules hold in the actions, not only on pages."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.comments.models import Comment, TalkRules
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.moderation.policies import is_moderator
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref, Subject


class Shut(StrEnum):
    """Why nobody, or not this visitor, can comment."""

    TOO_OLD = "too_old"
    CLOSED = "closed"
    NOT_THEIRS = "not_theirs"


def shut_for_everyone(subject: Subject, rules: TalkRules, *, at: datetime) -> Shut | None:
    """What keeps everybody from commenting at `at`: the subject's own term, or its author's wish."""
    if subject.comments_close_at is not None and subject.comments_close_at <= at:
        return Shut.TOO_OLD
    return Shut.CLOSED if rules.is_closed else None


def shut_for(member: Account, subject: Subject, rules: TalkRules, *, at: datetime) -> Shut | None:
    """Likewise, for this member: where they may not speak, or the subject's author and they block each other."""
    if shut := shut_for_everyone(subject, rules, at=at):
        return shut
    is_open = subject.ref in registry.open_to([subject.ref], member)
    return None if is_open and subject.author_id not in hidden_from(member) else Shut.NOT_THEIRS


def keeps(visitor: object, subject: Subject) -> bool:
    """Whether they look after what is said below `subject`: its author, and its keepers."""
    return isinstance(visitor, Account) and (visitor.pk == subject.author_id or visitor.pk in subject.keepers)


def may_read_history(visitor: object, comment: Comment, subject: Subject) -> bool:
    """Earlier versions are for whoever wrote them, and those who look after the talk or the network."""
    if not isinstance(visitor, Account):
        return False
    return visitor.pk == comment.author_id or keeps(visitor, subject) or is_moderator(visitor)


def can_be_spoken_of(ref: Ref) -> bool:
    """Whether there is a page of comments for such a thing: below a comment there are answers instead."""
    return ref.kind != KIND and registry.kind_called(ref.kind) is not None
