"""A whole blog in one ZIP: `blog.json`, one JSON file for each post, their pictures, and pages to read without us.

    blog.json                 the blog, its authors, shelves, blogroll and old addresses
    posts/000001.json …       the posts and pages, oldest first, with what was said below them
    posts/000001-a-title.html the same, to be read in any browser; not read back
    photos/<key>.webp         the pictures the posts show, as large as we have them
    index.html                where to begin reading

What is written here is read by `read`; the two are tested against each other.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from bouquet.sites.blogs.engine.incoming.nouns import (
    Dialect,
    Entry,
    EntryState,
    Head,
    Item,
    Person,
    Remark,
    Term,
    Unreadable,
)

FORMAT, VERSION = "bouquet-blog", 1
HEADER: Final = "header"
_POST: Final = re.compile(r"posts/\d{6}\.json")
_KEY: Final = re.compile(r"[0-9a-f-]{36}|header")
_MOST_JSON: Final = 32 * 1024 * 1024
_MOST_PHOTO: Final = 40 * 1024 * 1024
_MOST_FILES: Final = 400_000
Row = dict[str, Any]


def read(path: Path) -> Iterator[Item]:
    """Everything in the archive. Raises Unreadable; nothing of it is unpacked to the disk."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _items(archive)
    except (zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise Unreadable(Unreadable.MALFORMED, str(error)) from None


def photo(path: Path, key: str) -> bytes | None:
    """The picture called `key`; None when there is none, or one that is too large."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = _content(archive, f"photos/{key}.webp", _MOST_PHOTO) if _KEY.fullmatch(key) else None
    except (zipfile.BadZipFile, RuntimeError, EOFError, KeyError, Unreadable):
        return None
    return content


def _items(archive: zipfile.ZipFile) -> Iterator[Item]:
    names = archive.namelist()
    if len(names) > _MOST_FILES or "blog.json" not in names:
        raise Unreadable(Unreadable.UNKNOWN, "the ZIP holds no blog.json")
    told = _json(archive, "blog.json")
    if told.get("format") != FORMAT or told.get("version") != VERSION:
        raise Unreadable(Unreadable.UNKNOWN, "blog.json is of another kind, or of a later version")
    try:
        yield from _around(told)
        for name in sorted(name for name in names if _POST.fullmatch(name)):
            yield _entry(_json(archive, name))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(Unreadable.MALFORMED, f"a value is missing or of another kind: {error}") from None


def _around(told: Row) -> Iterator[Item]:
    blog = told["blog"]
    yield Head(
        title=str(blog["name"]),
        tagline=str(blog["tagline"]),
        address=str(blog["address"]).rstrip("/"),
        language=str(blog["language"]),
        settings={**blog, "blogroll": told["blogroll"], "redirects": told["redirects"], "source": str(told["source"])},
    )
    for row in told["authors"]:
        yield Person(login=str(row["slug"]), name=str(row["name"]), bio=str(row["bio"]), slug=str(row["slug"]))
    for kind in ("category", "tag", "series"):
        for row in told["shelves"][kind]:
            parent = str(row.get("parent") or "")
            yield Term(kind, str(row["slug"]), str(row["name"]), str(row["about"]), parent)


def _entry(row: Row) -> Entry:
    shelf = row["category"]
    return Entry(
        key=str(row["key"]),
        title=str(row["title"]),
        dialect=Dialect.DOCUMENT,
        document=row["document"],
        is_page=bool(row["is_page"]),
        state=EntryState(row["state"]),
        slug=str(row["slug"]),
        excerpt=str(row["excerpt"]),
        login=str(row["author"]),
        made_at=_moment(row["created_at"]),
        published_at=_moment(row["published_at"] or row["scheduled_at"]),
        changed_at=_moment(row["updated_at"]),
        is_pinned=bool(row["is_pinned"]),
        takes_comments=bool(row["takes_comments"]),
        categories=[(str(shelf["slug"]), str(shelf["name"]))] if shelf else [],
        tags=[(str(tag["slug"]), str(tag["name"])) for tag in row["tags"]],
        series=str(row["series"] or ""),
        series_place=int(row["series_position"]),
        cover=f"photo:{row['cover']}" if row["cover"] else "",
        cover_alt=str(row["cover_alt"]),
        addresses=[str(path) for path in row["addresses"]],
        remarks=[_remark(said) for said in row["comments"]],
        extra={
            "origin": str(row["origin"]),
            "language": str(row["language"]),
            "menu_position": int(row["menu_position"]),
            "draft": row["draft"],
            "label": str(row["label"]),
        },
    )


def _remark(said: Row) -> Remark:
    return Remark(
        key=str(said["key"]),
        parent=str(said["parent"]),
        name=str(said["name"]),
        html=str(said["html"]),
        made_at=_moment(said["said_at"]),
        site=str(said["site"]),
        is_waiting=not said["is_shown"],
    )


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


def _json(archive: zipfile.ZipFile, name: str) -> Row:
    try:
        value = json.loads(_content(archive, name, _MOST_JSON))
    except json.JSONDecodeError as error:
        raise Unreadable(Unreadable.MALFORMED, f"{name}: {error.msg}", line=error.lineno, column=error.colno) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(Unreadable.MALFORMED, f"{name}: {error}") from None
    if not isinstance(value, dict):
        raise Unreadable(Unreadable.MALFORMED, f"{name} holds no object")
    return value


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """What a file of the archive unpacks to, and no more than `most`: a few kilobytes may say gigabytes."""
    with archive.open(name) as entry:
        content = entry.read(most + 1)
    if len(content) > most:
        raise Unreadable(Unreadable.TOO_LARGE, f"{name} has more than {most} bytes")
    return content
