"""The card of what a post links to: of a page of the web, or of a thing of this network."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from bouquet.capabilities.media.actions import linked_pages
from bouquet.foundation.brands.current import network
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.engine.addresses_in_words import first_address
from bouquet.sites.tribes.models import Post, PostLink

# What `attached` keeps of it: that the author wants no card, or the thing of this network it is.
PLAIN, REF = "plain", "ref"


def unfold(post: Post) -> None:
    """Have the first address in the words of `post` shown as a card; nothing happens when it is shown already.

    A page of the web is asked by a job; a thing of this network is no stranger, and is asked through its subject each
    time it is shown. The caller prepares and saves `attached`.
    """
    address = "" if post.attached.get(PLAIN) or post.shared_key else first_address(post.text)
    known = PostLink.objects.filter(post=post).select_related("page").first()
    ours = thing_at(address)
    post.attached.pop(REF, None)
    if ours is not None:
        post.attached[REF] = [ours.kind, str(ours.key)]
    try:
        page = linked_pages.ask(address) if address and not _host_is_ours(address) else None
    except linked_pages.CannotUnfold:
        page = None
    if known is not None and known.page != page:
        known.delete()
    if page is not None and (known is None or known.page != page):
        PostLink.objects.create(post=post, page=page)


def thing_at(address: str) -> Ref | None:
    """The thing of this network whose page is at `address`; None for any other."""
    try:
        parts = urlsplit(address)
        brand = network().brand_at(parts.hostname or "")
    except ValueError:
        return None
    if brand is None:
        return None
    path = parts.path
    for code, _ in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    return registry.ref_at(path, brand.sites)


def posts_linking_to(page_id: UUID) -> list[UUID]:
    """The posts whose card changes when more is known of a page."""
    return list(PostLink.objects.filter(page=page_id).values_list("post", flat=True))


def _host_is_ours(address: str) -> bool:
    try:
        return network().brand_at(urlsplit(address).hostname or "") is not None
    except ValueError:
        return False
