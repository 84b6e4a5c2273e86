"""May they? Each rule answers yes or no; `require_…` raises PermissionDenied."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes.models import Membership, Post, Role, Tribe


def membership_of(by: Visitor, tribe: Tribe) -> Membership | None:
    """What `by` is in `tribe`; None for who is not in it."""
    if not isinstance(by, Account):
        return None
    return Membership.objects.filter(tribe=tribe, account=by).first()


def is_keeping(by: Visitor, tribe: Tribe) -> bool:
    """Whether `by` looks after the tribe, as founder or keeper."""
    found = membership_of(by, tribe)
    return found is not None and found.is_keeping


def require_keeping(by: Account, tribe: Tribe) -> Membership:
    """Raises PermissionDenied unless `by` is the founder or a keeper."""
    found = membership_of(by, tribe)
    if found is None or not found.is_keeping:
        raise PermissionDenied
    return found


def require_founder(by: Account, tribe: Tribe) -> Membership:
    """Raises PermissionDenied unless `by` is the founder."""
    found = membership_of(by, tribe)
    if found is None or found.role != Role.FOUNDER:
        raise PermissionDenied
    return found


def require_can_post(by: Account, tribe: Tribe) -> None:
    """Members speak in a tribe that is not archived. Raises PermissionDenied."""
    if tribe.is_archived or membership_of(by, tribe) is None:
        raise PermissionDenied


def can_edit(by: Visitor, post: Post) -> bool:
    """Only its author changes a post, while its tribe is alive and they are in it."""
    if not isinstance(by, Account) or post.author_id != by.pk or post.removed_at is not None:
        return False
    return post.tribe is None or (not post.tribe.is_archived and membership_of(by, post.tribe) is not None)


def require_can_edit(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` may change the post."""
    if not can_edit(by, post):
        raise PermissionDenied
