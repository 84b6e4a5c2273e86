"""What an export holds, whoever wrote it. Plain values: nothing here knows a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bouquet.sites.blogs.engine.schema import Document


class Unreadable(Exception):
    """The file is no export that can be read; nothing of it may be kept. `line` and `column` tell where, from 1 on.

    `reason` is one of the constants; `detail` what the reader said, in English.
    """

    MALFORMED = "malformed"
    UNSAFE = "unsafe"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"

    def __init__(self, reason: str, detail: str = "", *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(f"{detail or reason}" + (f" (line {line}, column {column})" if line else ""))
        self.reason, self.detail, self.line, self.column = reason, detail, line, column


class LossKind(StrEnum):
    """What does not survive the move, or not as it was."""

    PASSWORD = "password"  # noqa: S105  # a kind of loss
    PRIVATE = "private"
    PENDING = "pending"
    REFUSED = "refused"
    MEMBERS_ONLY = "members_only"
    DISCARDED = "discarded"
    MENU = "menu"
    TYPE = "type"
    TAXONOMY = "taxonomy"
    CATEGORY = "category"
    PARENT = "parent"
    FORMAT = "format"
    TEMPLATE = "template"
    FIELD = "field"
    SHORTCODE = "shortcode"
    BLOCK = "block"
    MARKUP = "markup"
    PAGE_BREAK = "page_break"
    FILE = "file"
    PICTURE = "picture"
    DOUBLE = "double"
    AUTHOR = "author"
    DATE = "date"
    SHORTENED = "shortened"
    COMMENT_DISCARDED = "comment_discarded"
    COMMENT_PARENT = "comment_parent"
    COMMENT_EMPTY = "comment_empty"
    COMMENT_CONTACT = "comment_contact"
    SUBSCRIBERS = "subscribers"
    SETTINGS = "settings"
    REDIRECTION = "redirection"


@dataclass(frozen=True)
class Loss:
    """One thing that does not survive. `item` is the entry's key in the export, empty for the whole of it."""

    kind: LossKind
    item: str = ""
    title: str = ""
    detail: str = ""


class EntryState(StrEnum):
    """What readers see of an entry."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


class Dialect(StrEnum):
    """What the words of an entry are written in."""

    WORDPRESS = "wordpress"
    HTML = "html"
    DOCUMENT = "document"


@dataclass
class Head:
    """The blog itself. `address` is where it was, without a slash at its end; empty when the export does not say."""

    title: str = ""
    tagline: str = ""
    address: str = ""
    language: str = ""
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass
class Person:
    """Somebody who wrote there."""

    login: str
    name: str
    email: str = ""
    bio: str = ""
    # What the address of their page there was called, where that is not the login.
    slug: str = ""
    role: str = ""


@dataclass
class Term:
    """A category or a tag; `parent` is the slug of the category above."""

    kind: str
    slug: str
    name: str
    description: str = ""
    parent: str = ""


@dataclass
class Picture:
    """A file of the old blog that has a page of its own. `address` is the file's, `pages` the paths of its page."""

    key: str
    address: str
    title: str = ""
    alt: str = ""
    parent: str = ""
    pages: list[str] = field(default_factory=list)

    @property
    def is_image(self) -> bool:
        """Going by the name of the file: exports say no more."""
        name = self.address.lower().partition("?")[0]
        return name.endswith(
            (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".jpe", ".bmp", ".tif", ".tiff")
        )


@dataclass(frozen=True)
class Lead:
    """An old address that led elsewhere there already: from the path `path` to the path `goal`."""

    path: str
    goal: str


@dataclass
class Remark:
    """A comment. `login` is that of one of the people, for those who were signed in; `html` what was said."""

    key: str
    parent: str
    name: str
    html: str
    made_at: datetime | None
    site: str = ""
    login: str = ""
    is_waiting: bool = False
    # Markdown instead of HTML, from our own exports.
    text: str = ""


@dataclass
class Entry:
    """A post or a page. `key` names it within its export; `addresses` are the paths where it was found, best first."""

    key: str
    title: str
    words: str = ""
    dialect: Dialect = Dialect.HTML
    document: Document | None = None
    is_page: bool = False
    state: EntryState = EntryState.DRAFT
    slug: str = ""
    excerpt: str = ""
    login: str = ""
    made_at: datetime | None = None
    published_at: datetime | None = None
    changed_at: datetime | None = None
    is_pinned: bool = False
    takes_comments: bool = True
    categories: list[tuple[str, str]] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    series: str = ""
    series_place: int = 0
    parent: str = ""
    # The key of a `Picture`, or the address of a file, with what is to be seen on it.
    cover: str = ""
    cover_alt: str = ""
    addresses: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def lose(self, kind: LossKind, detail: str = "") -> None:
        """Note, once, that something of it does not survive."""
        loss = Loss(kind, self.key, self.title or self.slug, detail)
        if loss not in self.losses:
            self.losses.append(loss)


Item = Head | Person | Term | Picture | Entry | Lead | Loss
Items = Iterator[Item]
