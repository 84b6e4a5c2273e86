"""All of a blog in one ZIP, for its owner: asked for, made by a job, kept some days. `engine.incoming.archive` says how
it is laid out, and reads it."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.states import State as CommentState
from bouquet.capabilities.media.models import Photo
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.addressing import POST
from bouquet.sites.blogs.engine.incoming.archive import FORMAT, HEADER, VERSION
from bouquet.sites.blogs.engine.words import pictures_in
from bouquet.sites.blogs.events import CopyOfBlogAsked
from bouquet.sites.blogs.models import Blog, BlogCopy, Post, State

KEPT: Final = timedelta(days=7)
PATIENCE: Final = timedelta(hours=12)
Row = dict[str, Any]


class DiskFull(OSError):
    """Writing the copy would take the last free space; the job fails, and may be asked for again later."""


@transaction.atomic
def ask_for_copy(*, blog: Blog, by: Account) -> BlogCopy:
    """Have a copy made; the one that is being made already, if there is one. The owner may. Raises PermissionDenied."""
    policies.require_owner(by, blog)
    latest = blog.copies.order_by("-asked_at").first()
    if latest and latest.made_at is None and clock.now() - latest.asked_at < PATIENCE:
        return latest
    wanted = BlogCopy.objects.create(blog=blog)
    announce(CopyOfBlogAsked(wanted.pk))
    return wanted


def make_copy(*, copy_id: UUID) -> None:
    """Write the ZIP. Safe to repeat: the same file."""
    wanted = BlogCopy.objects.select_related("blog").filter(pk=copy_id, made_at=None).first()
    if wanted is None:
        return
    folder: Path = settings.BOUQUET_VAR / "scratch"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{wanted.pk}.zip"
    try:
        write_archive(wanted.blog, draft)
        size = draft.stat().st_size
        store().put_file(draft, wanted.key)
    finally:
        draft.unlink(missing_ok=True)
    BlogCopy.objects.filter(pk=wanted.pk, made_at=None).update(made_at=clock.now(), size_bytes=size)


def forget_old() -> None:
    """The keeper's chore: copies are kept a week."""
    for old in BlogCopy.objects.filter(asked_at__lt=clock.now() - KEPT):
        store().delete(old.key)
        old.delete()


def write_archive(blog: Blog, target: Path) -> None:
    """All of `blog` in a ZIP at `target`: see `engine.incoming.archive`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _add_json(archive, "blog.json", _around(blog))
        photos: dict[UUID, None] = {}
        listed: list[tuple[str, str]] = []
        for number, post in enumerate(_posts(blog), 1):
            _require_space(target.parent)
            row = _post(post)
            _add_json(archive, f"posts/{number:06}.json", row)
            name = f"posts/{number:06}-{post.slug}.html"
            archive.writestr(name, _page(post))
            listed.append((name, post.title or post.slug))
            photos |= dict.fromkeys(_photos(row))
        for key in photos:
            _require_space(target.parent)
            _add_photo(archive, key)
        if blog.header:
            _add_stored(archive, f"public/{blog.header}/{blog.header_widths[-1]}.webp", HEADER)
        archive.writestr("index.html", _index(blog, listed))


def _posts(blog: Blog) -> Iterator[Post]:
    """Oldest first. What a decision of the house removed does not leave it this way."""
    rows = blog.posts.filter(removed_at=None).exclude(standing="removed").order_by("created_at", "pk")
    rows = rows.select_related("author", "category", "series").prefetch_related(
        "tags", "past_comments", "old_addresses"
    )
    return rows.iterator(chunk_size=100)


def _around(blog: Blog) -> Row:
    return {
        "format": FORMAT,
        "version": VERSION,
        "source": f"bouquet:{blog.pk}",
        "made_at": clock.now(),
        "blog": {
            "name": blog.name,
            "tagline": blog.tagline,
            "about": blog.about,
            "address": blog.canonical(),
            "language": blog.language,
            "theme": blog.theme,
        },
        "authors": [
            {"slug": one.slug, "name": one.shown_name, "bio": one.shown_bio, "role": one.role}
            for one in blog.authors.select_related("account").order_by("slug")
        ],
        "shelves": {
            "category": [
                {**_shelf(one), "parent": one.parent.slug if one.parent else ""}
                for one in blog.categories.select_related("parent").order_by("slug")
            ],
            "tag": [_shelf(one) for one in blog.tags.order_by("slug")],
            "series": [_shelf(one) for one in blog.series.order_by("slug")],
        },
        "blogroll": [{"name": link.name, "address": link.address} for link in blog.blogroll.all()],
        "redirects": [
            {"path": row.path, "goal": row.goal}
            for row in blog.redirects.filter(post=None).exclude(goal__startswith="/media/").order_by("path")
        ],
    }


def _shelf(shelf: Any) -> Row:
    return {"slug": shelf.slug, "name": shelf.name, "about": shelf.about}


def _post(post: Post) -> Row:
    is_open = post.standing in ("shown", "labelled")
    return {
        "key": str(post.pk),
        "title": post.title,
        "slug": post.slug,
        "state": post.state if is_open else State.DRAFT,
        "is_page": post.is_page,
        "author": post.author.slug,
        "document": post.document,
        "draft": post.draft,
        "excerpt": post.excerpt,
        "language": post.language,
        "origin": post.origin,
        "label": post.label,
        "category": _named(post.category),
        "tags": sorted((_named(tag) for tag in post.tags.all()), key=lambda tag: str(tag and tag["slug"])),
        "series": post.series.slug if post.series else "",
        "series_position": post.series_position,
        "menu_position": post.menu_position,
        "is_pinned": post.is_pinned,
        "takes_comments": post.takes_comments,
        "created_at": _at(post.created_at),
        "published_at": _at(post.published_at),
        "scheduled_at": _at(post.scheduled_at),
        "updated_at": _at(post.updated_at),
        "cover": str(post.cover_photo_id or ""),
        "cover_alt": str(post.cover.get("alt", "")),
        "addresses": sorted(row.path for row in post.old_addresses.all()),
        "comments": [*_past(post), *_said(post)],
    }


def _named(shelf: Any) -> Row | None:
    return {"slug": shelf.slug, "name": shelf.name} if shelf else None


def _past(post: Post) -> Iterator[Row]:
    """What came along with an import."""
    origins = {said.pk: said.origin for said in post.past_comments.all()}
    for said in post.past_comments.all():
        yield {
            "key": said.origin,
            "parent": origins.get(said.parent_id, "") if said.parent_id else "",
            "name": said.name,
            "site": said.site,
            "html": said.html,
            "said_at": _at(said.said_at),
            "is_shown": said.is_shown,
        }


def _said(post: Post) -> Iterator[Row]:
    """What members said here."""
    rows = Comment.objects.about(Ref(POST, post.pk)).filter(state=CommentState.POSTED).select_related("author")
    for said in rows.order_by("posted_at", "pk").iterator(chunk_size=200):
        yield {
            "key": str(said.pk),
            "parent": str(said.answers_to_id or said.root_id or ""),
            "name": said.author.display_name,
            "site": "",
            "html": said.html,
            "said_at": _at(said.posted_at),
            "is_shown": said.is_shown,
        }


def _photos(row: Row) -> list[UUID]:
    documents = [row["document"], *([row["draft"]["document"]] if row["draft"] else [])]
    named = [picture.photo for document in documents for picture in pictures_in(document) if picture.photo]
    return [UUID(key) for key in [*named, row["cover"]] if key]


def _add_photo(archive: zipfile.ZipFile, key: UUID) -> None:
    photo = Photo.objects.filter(pk=key).exclude(widths=[]).first()
    if photo is not None:
        _add_stored(archive, f"{photo.folder}/{photo.widths[-1]}.webp", str(photo.pk))


def _add_stored(archive: zipfile.ZipFile, stored: str, name: str) -> None:
    try:
        with store().open_local(stored) as path:
            # Compressed already.
            archive.write(path, f"photos/{name}.webp", zipfile.ZIP_STORED)
    except FileNotFoundError:
        return


def _add_json(archive: zipfile.ZipFile, name: str, row: Row) -> None:
    archive.writestr(name, json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))


def _page(post: Post) -> str:
    date = f"<p><time>{post.published_at:%Y-%m-%d}</time></p>" if post.published_at else ""
    return _html(post.title, f"<h1>{escape(post.title)}</h1>{date}{post.html}", language=post.language)


def _index(blog: Blog, listed: list[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="{escape(name)}">{escape(title)}</a></li>' for name, title in reversed(listed))
    return _html(blog.name, f"<h1>{escape(blog.name)}</h1><p>{escape(blog.tagline)}</p><ul>{items}</ul>", blog.language)


def _html(title: str, body: str, language: str) -> str:
    named = f' lang="{escape(language)}"' if language else ""
    return f'<!doctype html>\n<html{named}><meta charset="utf-8"><title>{escape(title)}</title>\n{body}\n</html>\n'


def _at(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _require_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < settings.BOUQUET_FREE_SPACE_FLOOR_BYTES:
        raise DiskFull
