"""Pages kept for everybody are dropped when what they show changes.

What concerns one post, tribe or person drops their pages. What is not for everybody any more may also stand elsewhere
(shared, listed, among faces): then every page goes, for a moment's work. Counts alone (reactions, comments) only age.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.live import purging
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.showing_files import is_for_everybody
from bouquet.sites.tribes.models import Post, Tribe

# How long a page is kept; one that only grew old is served for as long again while another is made.
KEPT_SECONDS = 30
# On every kept page of the site.
WITHDRAWN = "tribes:withdrawn"
# On the pages that list tribes.
LISTS = "tribes:lists"


def purge_post(*, post_id: UUID) -> None:
    """Drop the pages of a post, and those of where it stands."""
    post = Post.objects.select_related("tribe", "author").filter(pk=post_id).first()
    if post is None:
        return
    tags = [post_tag(post.code), tribe_tag(post.tribe.slug) if post.tribe else person_tag(post.author.handle)]
    purging.purge(*tags, *([] if is_for_everybody(post) else [WITHDRAWN]))


def purge_counts(post: Post) -> None:
    """Drop the post's own page: its poll or its event counts one more."""
    purging.purge(post_tag(post.code))


def purge_tribe(*, tribe_id: UUID) -> None:
    """Drop a tribe's own pages: who is in it, what is on top."""
    for slug in Tribe.objects.filter(pk=tribe_id).values_list("slug", flat=True):
        purging.purge(tribe_tag(slug))


def purge_people(account_ids: Iterable[UUID]) -> None:
    """Drop the pages of these people; of a private account, also wherever else it may show."""
    for handle, is_private in Account.objects.filter(pk__in=account_ids).values_list("handle", "is_private"):
        purging.purge(person_tag(handle), *([WITHDRAWN] if is_private else []))


def purge_lists() -> None:
    """Drop the pages that list tribes."""
    purging.purge(LISTS)


def purge_everything() -> None:
    """Drop every page: something is not for everybody any more."""
    purging.purge(WITHDRAWN)


def purge_passed_on(ref: Ref) -> None:
    """A thing of another site changed: when it is not for everybody (any more), no post goes on showing it."""
    if ref not in registry.visible([ref], AnonymousUser()):
        purge_everything()


def post_tag(code: str) -> str:
    return f"tribes:post:{code}"


def tribe_tag(slug: str) -> str:
    return f"tribes:tribe:{slug}"


def person_tag(handle: str) -> str:
    return f"tribes:person:{handle.lower()}"
