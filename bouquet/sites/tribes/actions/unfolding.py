"""The card of what a post links to: of a page of the web, or of a thing of this network."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.media.actions import unfolding
from bouquet.sites.tribes.models import Post, PostLink

# What `attached` keeps of it: that the author wants no card, or the thing of this network it is.
PLAIN, REF = "plain", "ref"


def unfold(post: Post) -> None:
    """Have the first address in the words of `post` shown as a card; nothing happens when it is shown already.

    The caller prepares and saves `attached`.
    """
    found = unfolding.unfold("" if post.attached.get(PLAIN) or post.shared_key else post.text)
    known = PostLink.objects.filter(post=post).select_related("page").first()
    post.attached.pop(REF, None)
    if found.thing is not None:
        post.attached[REF] = [found.thing.kind, str(found.thing.key)]
    if known is not None and known.page != found.page:
        known.delete()
    if found.page is not None and (known is None or known.page != found.page):
        PostLink.objects.create(post=post, page=found.page)


def posts_linking_to(page_id: UUID) -> list[UUID]:
    """The posts whose card changes when more is known of a page."""
    return list(PostLink.objects.filter(page=page_id).values_list("post", flat=True))
