"""A member leaves or is suspended: nobody reads what they said any more; once the account is erased, it goes for ever
or stays without a name, as they chose.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import forgetting, reacting
from bouquet.capabilities.comments.actions.placing import place
from bouquet.capabilities.comments.actions.purging import purge_comments
from bouquet.capabilities.comments.models import Comment, SubjectReaction
from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.subjects.subject import Ref


@transaction.atomic
def hide_or_show(*, account_id: UUID) -> None:
    """What a member said agrees with whether they are here. Safe to repeat, in any order.

    One statement, however much they said; `settle` brings counters and threads after.
    """
    account = Account.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        return
    said = Comment.objects.filter(author=account)
    if _is_here(account):
        said.filter(is_away=True).update(is_away=False)
    else:
        said.filter(is_away=False).update(is_away=True, is_shown=False)
        said.filter(root__isnull=False).update(is_placed=False)
        said.filter(root=None, answers_count=0).update(is_placed=False)
    for kind, key in said.values_list("kind", "key").distinct():
        purge_comments(Ref(kind, key))


def settle(*, account_id: UUID) -> None:
    """The counters and threads follow what `hide_or_show` decided. Safe to repeat."""
    unsettled = Q(is_away=True, is_counted=True) | Q(is_away=False, is_shown=False, state=State.POSTED)
    for key in Comment.objects.filter(unsettled, author=account_id).values_list("pk", flat=True):
        place(key)


def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Safe to repeat. Their reactions go; what they said stays by nobody, or goes; what only they could see goes."""
    for account in Account.objects.filter(pk=account_id):
        for kind, key in SubjectReaction.objects.filter(account=account).values_list("kind", "key"):
            reacting.unreact(ref=Ref(kind, key), by=account)
    if keeps_posts:
        hide_or_show(account_id=account_id)
        settle(account_id=account_id)
    for comment in Comment.objects.filter(author=account_id).exclude(state=State.ERASED):
        if keeps_posts and comment.is_shown:
            comment.revisions.all().delete()
        else:
            forgetting.erase(comment_id=comment.pk)


def _is_here(account: Account) -> bool:
    """Not on their way out, not suspended. The empty account of somebody who left their words behind counts."""
    return account.is_erased or (account.is_active and not account.is_leaving)
