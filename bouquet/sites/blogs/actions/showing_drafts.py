"""A draft as its writers see it: nothing is opened to anybody for it, and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.media.models.photo import Frame
from bouquet.sites.blogs.actions.wording import embeds_of
from bouquet.sites.blogs.engine.rendering import Surroundings, page_html
from bouquet.sites.blogs.engine.schema import Document
from bouquet.sites.blogs.engine.words import pictures_in, videos_in
from bouquet.sites.blogs.models import Post, PostPhoto


def html_of(post: Post, document: Document) -> str:
    """What the page of `document` would show, its photos under addresses that serve for a while."""
    frames = {str(photo.pk): Frame(photo.to_frame()) for photo in photos_of(post, document)}
    return page_html(document, Surroundings(photos=frames, embeds=embeds_of(videos_in(document))))


def photo_addresses(post: Post, document: Document) -> dict[str, str]:
    """Where the editor finds the photos `document` names, by their keys."""
    return {str(photo.pk): photo.address(1280) for photo in photos_of(post, document)}


def photos_of(post: Post, document: Document) -> Iterable[Photo]:
    """Those `document` names that belong to who writes in the blog, or to one of its posts. One query."""
    named = {UUID(picture.photo) for picture in pictures_in(document) if picture.photo}
    if not named:
        return []
    writers = post.blog.authors.exclude(account=None).values("account")
    known = PostPhoto.objects.filter(post__blog=post.blog_id, photo__in=named).values("photo")
    return Photo.objects.filter(Q(owner__in=writers) | Q(pk__in=known), pk__in=named).exclude(widths=[])
