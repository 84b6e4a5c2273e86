"""What those who keep a talk decide about it: close it, read before others do, put one comment on top."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments import policies
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.actions.tallying import make_rules
from bouquet.capabilities.comments.models import Comment, TalkRules
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref


@transaction.atomic
def rule(*, ref: Ref, by: Account, is_closed: bool, asks_approval: bool) -> None:
    """Nobody comments any more (or again); comments are read by others once approved (or at once).

    PermissionDenied for whoever does not keep the talk.
    """
    _require_keeper(ref, by)
    make_rules(ref)
    TalkRules.objects.filter(kind=ref.kind, key=ref.key).update(is_closed=is_closed, asks_approval=asks_approval)
    purge_comments(ref)


@transaction.atomic
def pin(*, comment: Comment, by: Account) -> None:
    """It stands above all others, in the place of the one before. Only what begins a thread, and is shown."""
    _require_keeper(comment.about, by)
    if comment.is_answer or not comment.is_shown:
        raise PermissionDenied
    make_rules(comment.about)
    TalkRules.objects.filter(kind=comment.kind, key=comment.key).update(pinned=comment)
    purge_comments(comment.about)


@transaction.atomic
def unpin(*, comment: Comment, by: Account) -> None:
    """It is one among others again."""
    _require_keeper(comment.about, by)
    TalkRules.objects.filter(kind=comment.kind, key=comment.key, pinned=comment).update(pinned=None)
    purge_comments(comment.about)


def _require_keeper(ref: Ref, by: Account) -> None:
    subject = registry.subject(ref)
    if subject is None or not policies.keeps(by, subject):
        raise PermissionDenied
