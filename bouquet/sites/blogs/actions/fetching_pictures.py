"""Pictures of an old blog, fetched from where they lie: by jobs, some at a time, from public addresses only."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.media.actions.linked_pages import new_backend
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs.actions.wording import surroundings, wear_cover
from bouquet.sites.blogs.engine.incoming.addresses import MOST, path_of
from bouquet.sites.blogs.engine.rendering import page_html
from bouquet.sites.blogs.engine.words import pictures_in, with_photos
from bouquet.sites.blogs.events import BlogChanged, PicturesWanted
from bouquet.sites.blogs.models import Author, Blog, Imported, ImportedPicture, Post, Redirect, Role
from bouquet.sites.blogs.models.imports import digest_of

if TYPE_CHECKING:
    from bouquet.capabilities.media.engine.pages.asking import GuardedBackend

# So many pictures in one job, each with so many seconds in all: others want the worker too.
MOST_AT_ONCE: Final = 20
_SECONDS: Final = 30.0
_LIMITS: Final = {"image/": photos.MOST_BYTES}
# A host that does not answer is asked again later, and a few times only.
MOST_TRIES: Final = 3
_AGAIN_AFTER: Final = timedelta(hours=1)
_MAY_PASS: Final = frozenset({NotFetched.TOO_SLOW, NotFetched.UNREACHABLE, NotFetched.FAULT, Forbidden.UNKNOWN})
# While somebody waits for a picture they pasted; and so many of them.
_PATIENCE: Final = 6.0
_MOST_AN_HOUR: Final = 120
Backend = Callable[[float], "GuardedBackend"]


class NotTaken(Exception):
    """Nobody answered at the address of a picture, nobody may be asked there, or what came is no picture."""


def fetch_some(*, blog_id: UUID, backend: Backend = new_backend) -> bool:
    """Fetch the next pictures posts of the blog wait for. Whether there is more to be done now. Safe to repeat."""
    blog = Blog.objects.filter(pk=blog_id).first()
    owner = _owner(blog) if blog is not None else None
    if blog is None or owner is None:
        return False
    left, was_changed = MOST_AT_ONCE, False
    waiting = Imported.objects.filter(blog=blog, waits=True).select_related("post").order_by("pk")
    for row in waiting.iterator(chunk_size=50):
        due = [address for address in _wanted(row) if _is_due(blog, address)]
        for address in due[:left]:
            _fetch(blog, owner, address, backend)
        was_changed = _place(row) or was_changed
        left -= len(due)
        if left <= 0:
            break
    if was_changed:
        with transaction.atomic():
            announce(BlogChanged(blog.pk))
    return left <= 0


def take_along(*, address: str, by: Account, backend: Backend = new_backend) -> Photo:
    """Our own copy of the picture at `address`, which came along with words somebody pasted.

    Somebody waits for it: a few seconds in all, and so many an hour. Raises NotTaken, `limiting.TooFast` and
    CannotReceive.
    """
    limiting.require_pace_at(place=f"account:{by.pk}", verb="take_along", most=_MOST_AN_HOUR, seconds=3600)
    try:
        return photos.receive(file=io.BytesIO(_content(address, backend, seconds=_PATIENCE)), owner=by)
    except (NotFetched, Forbidden) as error:
        raise NotTaken(address) from error


def fetch_again() -> None:
    """The keeper's chore: blogs that still wait for pictures from hosts that did not answer."""
    for key in Imported.objects.filter(waits=True).values_list("blog", flat=True).distinct():
        with transaction.atomic():
            announce(PicturesWanted(key))


def _owner(blog: Blog) -> Account | None:
    row = Author.objects.filter(blog=blog, role=Role.OWNER).select_related("account").first()
    return row.account if row else None


def _wanted(row: Imported) -> list[str]:
    """The addresses of pictures its post still shows from elsewhere, each once."""
    found = [picture.src for picture in pictures_in(row.post.document) if picture.src and not picture.photo]
    if row.post.draft:
        drafted = pictures_in(row.post.draft["document"])
        found += [picture.src for picture in drafted if picture.src and not picture.photo]
    return list(dict.fromkeys([*found, *([row.cover] if row.cover else [])]))


def _is_due(blog: Blog, address: str) -> bool:
    known = ImportedPicture.objects.filter(blog=blog, digest=digest_of(address)).first()
    if known is None or known.tried_at is None:
        return True
    return _may_come(known) and known.tried_at < clock.now() - _AGAIN_AFTER


def _may_come(known: ImportedPicture) -> bool:
    return known.photo_id is None and known.failure in _MAY_PASS and known.tries_count < MOST_TRIES


def _fetch(blog: Blog, owner: Account, address: str, backend: Backend) -> None:
    row, _ = ImportedPicture.objects.get_or_create(blog=blog, digest=digest_of(address), defaults={"address": address})
    row.tries_count += 1
    row.tried_at = clock.now()
    try:
        row.photo = photos.receive(file=io.BytesIO(_content(address, backend)), owner=owner)
        row.failure = ""
    except (NotFetched, Forbidden, CannotReceive) as error:
        row.failure = _code(error)
    row.save()
    if row.photo is not None:
        # Until its post shows it, nobody else keeps it.
        photos.keep([row.photo], is_public=True)
        _lead(blog, address, row.photo)


def _content(address: str, backend: Backend, *, seconds: float = _SECONDS) -> bytes:
    from bouquet.capabilities.media.engine.pages.asking import ask

    answer = ask(address, backend=backend(seconds), limits=_LIMITS)
    if len(answer.content) >= photos.MOST_BYTES:
        raise NotFetched(NotFetched.TOO_LARGE)
    return answer.content


def _code(error: NotFetched | Forbidden | CannotReceive) -> str:
    if isinstance(error, NotFetched):
        # A server's own trouble passes; a picture that is not there stays away.
        is_trouble = error.code == NotFetched.STATUS and int(error.params.get("status", 0)) >= 500
        return NotFetched.FAULT if is_trouble else error.code
    return error.reason if isinstance(error, Forbidden) else type(error).__name__[:40]


@transaction.atomic
def _place(row: Imported) -> bool:
    """Show what came in the post, whatever its words are by now. Whether that changed it."""
    post = Post.objects.select_for_update(of=("self",)).select_related("blog").get(pk=row.post_id)
    row.post = post
    wanted = _wanted(row)
    known = {
        one.address: one
        for one in ImportedPicture.objects.filter(
            blog=row.blog_id, digest__in=[digest_of(address) for address in wanted]
        ).select_related("photo")
    }
    came = {address: str(one.photo_id) for address, one in known.items() if one.photo_id is not None}
    cover = known.get(row.cover)
    if came:
        post.document = with_photos(post.document, came)
        if post.draft:
            post.draft = {**post.draft, "document": with_photos(post.draft["document"], came)}
        post.html = page_html(post.document, surroundings(post, post.document))
        if cover is not None and cover.photo is not None and post.cover_photo_id is None:
            photos.describe(photo=cover.photo, alt=row.cover_alt or cover.photo.alt)
            wear_cover(post, cover.photo)
        post.version += 1
        post.save(update_fields=["document", "draft", "html", "cover_photo", "cover", "version"])
    row.cover = "" if row.cover in came else row.cover
    row.waits = any(address not in known or _may_come(known[address]) for address in wanted if address not in came)
    row.save(update_fields=["cover", "waits"])
    return bool(came)


def _lead(blog: Blog, address: str, photo: Photo) -> None:
    """Whoever linked to the picture itself finds our copy."""
    path = path_of(address)
    if path and len(path) <= MOST and "?" not in path:
        Redirect.objects.get_or_create(blog=blog, path=path, defaults={"goal": photo.address(2048)})
