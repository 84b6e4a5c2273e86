"""May they? Each rule answers yes or no; `require_…` raises PermissionDenied."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.blogs.models import Author, Blog, Post, Role
from bouquet.sites.blogs.models.states import WRITING, Standings


def author_of(by: Visitor, blog: Blog) -> Author | None:
    """What `by` is in `blog`; None for who does not write there."""
    if not isinstance(by, Account):
        return None
    return Author.objects.filter(blog=blog, account=by, role__in=WRITING).first()


def require_writing(by: Account, blog: Blog) -> Author:
    """Raises PermissionDenied unless `by` writes in the blog, which is open and was not removed."""
    found = author_of(by, blog)
    if found is None or blog.closed_at is not None or blog.standing == Standings.REMOVED:
        raise PermissionDenied
    return found


def require_editing(by: Account, blog: Blog) -> Author:
    """Raises PermissionDenied unless `by` is an editor or the owner."""
    found = author_of(by, blog)
    if found is None or not found.is_editing:
        raise PermissionDenied
    return found


def require_owner(by: Account, blog: Blog) -> Author:
    """Raises PermissionDenied unless the blog is `by`'s."""
    found = author_of(by, blog)
    if found is None or found.role != Role.OWNER:
        raise PermissionDenied
    return found


def can_edit(by: Visitor, post: Post) -> bool:
    """Whether `by` may write on the post: editors on all, others on their own until it was removed by a decision."""
    if post.standing == Standings.REMOVED or post.removed_at is not None:
        return False
    found = author_of(by, post.blog)
    if found is None:
        return False
    return found.is_editing or (post.author_id == found.pk and (found.is_publishing or not post.is_published))


def require_can_edit(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` may write on the post."""
    if not can_edit(by, post):
        raise PermissionDenied


def can_publish(by: Visitor, post: Post) -> bool:
    """Whether `by` decides when it shows: editors for all, authors for their own, contributors never."""
    found = author_of(by, post.blog)
    return found is not None and can_edit(by, post) and found.is_publishing


def require_can_publish(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` decides when the post shows."""
    if not can_publish(by, post):
        raise PermissionDenied
