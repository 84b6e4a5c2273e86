"""The words of a post: taken from the editor's document, and everything prepared from them that pages show.

The editor, imports and the demo all come through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext, override

from bouquet.capabilities.media.actions import photos as photo_actions
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.media.models.photo import Frame
from bouquet.foundation.brands.current import network
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Subject
from bouquet.foundation.text.folding import spaced
from bouquet.sites.blogs.engine.rendering import Embed, Surroundings, page_html
from bouquet.sites.blogs.engine.schema import Document
from bouquet.sites.blogs.engine.words import count_words, links_in, pictures_in, teaser_of, text_of
from bouquet.sites.blogs.models import Post, PostPhoto
from bouquet.sites.blogs.models.post import LONGEST_EXCERPT, LONGEST_TITLE

_WORDS_A_MINUTE = 230
_EXCERPT_SHOWN = 200


def word(post: Post, *, title: str, document: Document, excerpt: str = "") -> None:
    """Take new words into `post`, which is in the database, and prepare what pages show of them; the caller saves.

    `document` was checked (`engine.schema`). Photos it names are shown to everybody from now on, if they are of who
    writes in this blog; others do not show.
    """
    post.title = " ".join(title.split())[:LONGEST_TITLE]
    post.document, post.draft = dict(document), None
    post.excerpt = " ".join(excerpt.split())[:LONGEST_EXCERPT]
    post.words = text_of(document)
    post.sought = spaced(f"{post.title} {post.words}")
    post.minutes = max(1, round(count_words(document) / _WORDS_A_MINUTE))
    post.teaser = post.excerpt or teaser_of(document, length=_EXCERPT_SHOWN)
    post.html = page_html(document, surroundings(post, document))
    post.edition += 1


def surroundings(post: Post, document: Document) -> Surroundings:
    """What the page of `document` needs to know: its photos, which are kept and open from now on, and its videos."""
    with override(post.language or post.blog.language):
        words = {"notes": gettext("Notes"), "back": gettext("Back to the text")}
    return Surroundings(photos=_photos(post, document), embeds=embeds_of(links_in(document)), words=words)


def embeds_of(addresses: Iterable[str]) -> dict[str, Embed]:
    """Those of `addresses` that are pages of things of this network with a player, by them."""
    found: dict[str, Embed] = {}
    for address in addresses:
        thing = _thing_at(address)
        if thing is not None and thing.embed:
            found[address] = Embed(address=thing.embed, title=thing.title)
    return found


def wear_cover(post: Post, photo: Photo | None) -> None:
    """The picture on top of the post and on its card; the caller saves."""
    if photo is not None:
        photo_actions.keep([photo], is_public=True)
    post.cover_photo, post.cover = photo, photo.to_frame() if photo is not None else {}


def _photos(post: Post, document: Document) -> Mapping[str, Frame]:
    named = {UUID(picture.photo) for picture in pictures_in(document) if picture.photo}
    if not named:
        return {}
    writers = post.blog.authors.exclude(account=None).values("account")
    mine = Photo.objects.filter(pk__in=named, owner__in=writers)
    known = PostPhoto.objects.filter(post__blog=post.blog_id, photo__in=named).values("photo")
    found = list((mine | Photo.objects.filter(pk__in=known)).exclude(widths=[]).distinct())
    photo_actions.keep(found, is_public=True)
    PostPhoto.objects.bulk_create([PostPhoto(post=post, photo=photo) for photo in found], ignore_conflicts=True)
    return {str(photo.pk): Frame(photo.to_frame()) for photo in found}


def _thing_at(address: str) -> Subject | None:
    """The thing of this network whose page is at `address`, if anybody may see it."""
    try:
        parts = urlsplit(address)
        brand = network().brand_at(parts.hostname or "")
    except ValueError:
        return None
    if brand is None:
        return None
    path = parts.path
    for code, _name in settings.LANGUAGES:
        path = path.removeprefix(f"/{code}") if path.startswith(f"/{code}/") else path
    ref: Any = registry.ref_at(path, brand.sites)
    return registry.visible_subjects([ref], AnonymousUser()).get(ref) if ref is not None else None
