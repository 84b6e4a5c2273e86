"""WordPress' own export: WXR 1.0 to 1.2, an RSS file with more in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import BinaryIO, Final
from urllib.parse import unquote

from bouquet.sites.blogs.engine.incoming.addresses import base_path, path_of
from bouquet.sites.blogs.engine.incoming.elements import Element, below_channel
from bouquet.sites.blogs.engine.incoming.nouns import (
    Dialect,
    Entry,
    EntryState,
    Head,
    Item,
    Loss,
    LossKind,
    Person,
    Picture,
    Remark,
    Term,
    Unreadable,
)

_HEAD: Final = {"title", "link", "description", "language", "wp:base_site_url", "wp:base_blog_url", "wp:wxr_version"}
_VERSION: Final = re.compile(r"\d+\.\d+")
_NOT_IN_LOGINS: Final = re.compile(r"[^\w .@-]")
_DISCARDED: Final = {"trash", "auto-draft", "inherit"}
_DEFAULT_TEMPLATES: Final = {"", "default"}
_STATES: Final = {
    "publish": EntryState.PUBLISHED,
    "future": EntryState.SCHEDULED,
}
# What WordPress and its first plug-ins note for themselves, and nobody wrote.
_OWN_FIELDS: Final = ("_", "enclosure", "Post by")


def read(stream: BinaryIO) -> Iterator[Item]:
    """Everything in the export, in its order, the head first. Raises Unreadable."""
    reader = _Wxr()
    for element in below_channel(stream):
        yield from reader.take(element)
    yield from reader.finish()


class _Wxr:
    def __init__(self) -> None:
        self.head = Head()
        self.told: dict[str, str] = {}
        self.is_open = False
        # How far the blog's clock was from UTC, as the last item told that says both.
        self.offset = timedelta()

    def take(self, element: Element) -> Iterator[Item]:
        name = element.name
        if name in _HEAD:
            self.told.setdefault(name, element.text.strip())
            return
        if name in {"wp:author", "wp:category", "wp:tag", "wp:term", "item"}:
            yield from self._opened()
        if name == "wp:author":
            yield _person(element)
        elif name == "wp:category":
            yield _category(element)
        elif name == "wp:tag":
            slug = _slug(element.word("wp:tag_slug"))
            yield Term("tag", slug, element.word("wp:tag_name") or slug, element.word("wp:tag_description"))
        elif name == "wp:term":
            yield from _custom_term(element)
        elif name == "item":
            yield from self._item(element)

    def finish(self) -> Iterator[Item]:
        yield from self._opened()

    def _opened(self) -> Iterator[Head]:
        if self.is_open:
            return
        if not _VERSION.fullmatch(self.told.get("wp:wxr_version", "")):
            raise Unreadable(Unreadable.UNKNOWN, "the file names no version of WordPress' export")
        self.is_open = True
        address = self.told.get("wp:base_blog_url") or self.told.get("link") or ""
        self.head = Head(
            title=self.told.get("title", ""),
            tagline=self.told.get("description", ""),
            address=address.rstrip("/"),
            language=self.told.get("language", ""),
        )
        yield self.head

    def _item(self, item: Element) -> Iterator[Item]:
        kind, title = item.word("wp:post_type") or "post", item.word("title")
        key = item.word("wp:post_id")
        if kind == "attachment":
            yield self._picture(item, key, title)
        elif kind == "nav_menu_item":
            yield Loss(LossKind.MENU, key, title or _field(item, "_menu_item_url"), _term_named(item, "nav_menu"))
        elif kind not in {"post", "page"}:
            yield Loss(LossKind.TYPE, key, title, kind)
        elif item.word("wp:status") in _DISCARDED:
            yield Loss(LossKind.DISCARDED, key, title, item.word("wp:status"))
        else:
            yield self._entry(item, key, title, is_page=kind == "page")

    def _picture(self, item: Element, key: str, title: str) -> Picture:
        pages = [path for path in (path_of(item.word("link")), self._by_number("attachment_id", key)) if path]
        return Picture(
            key=key,
            address=item.word("wp:attachment_url") or item.word("guid"),
            title=title,
            alt=_field(item, "_wp_attachment_image_alt"),
            parent=item.word("wp:post_parent"),
            pages=pages,
        )

    def _entry(self, item: Element, key: str, title: str, *, is_page: bool) -> Entry:
        entry = Entry(key=key, title=title, is_page=is_page, dialect=Dialect.WORDPRESS)
        entry.words = item.text_of("content:encoded")
        entry.excerpt = item.word("excerpt:encoded")
        entry.login = login(item.word("dc:creator"))
        entry.slug = _slug(item.word("wp:post_name"))
        entry.is_pinned = item.word("wp:is_sticky") == "1"
        entry.takes_comments = item.word("wp:comment_status") != "closed"
        entry.cover = _field(item, "_thumbnail_id")
        self._time(item, entry)
        self._state(item, entry)
        self._place(item, entry)
        self._terms(item, entry)
        self._fields(item, entry)
        entry.remarks = [remark for one in item.every("wp:comment") if (remark := self._remark(one, entry))]
        return entry

    def _time(self, item: Element, entry: Entry) -> None:
        local, utc = _moment(item.word("wp:post_date")), _moment(item.word("wp:post_date_gmt"))
        if local and utc and abs(local - utc) < timedelta(hours=15):
            self.offset = local - utc
        entry.made_at = utc or (local - self.offset if local else None) or _rfc_822(item.word("pubDate"))
        changed = _moment(item.word("wp:post_modified_gmt"))
        entry.changed_at = max(changed, entry.made_at) if changed and entry.made_at else changed
        if entry.made_at is None:
            entry.lose(LossKind.DATE)

    def _state(self, item: Element, entry: Entry) -> None:
        status = item.word("wp:status")
        entry.state = _STATES.get(status, EntryState.DRAFT)
        if item.word("wp:post_password"):
            entry.state = EntryState.DRAFT
            entry.lose(LossKind.PASSWORD)
        if status == "private":
            entry.lose(LossKind.PRIVATE)
        elif status == "pending":
            entry.lose(LossKind.PENDING)
        if entry.state != EntryState.DRAFT:
            entry.published_at = entry.made_at

    def _place(self, item: Element, entry: Entry) -> None:
        """Where it was found: its address, by its number, and by names it had before."""
        link = path_of(item.word("link"))
        places = [link, self._by_number("page_id" if entry.is_page else "p", entry.key)]
        if link and "?" not in link:
            above = link.rstrip("/").rpartition("/")[0]
            places += [f"{above}/{_slug(old)}/" for old in _fields(item, "_wp_old_slug") if _slug(old)]
        places.append(path_of(item.word("guid")))
        root = base_path(self.head.address)
        entry.addresses = list(dict.fromkeys(path for path in places if path and path.rstrip("/") not in {"", root}))
        parent = item.word("wp:post_parent")
        if parent not in {"", "0"}:
            entry.parent = parent
            entry.lose(LossKind.PARENT, parent)

    def _by_number(self, name: str, key: str) -> str:
        return f"{base_path(self.head.address)}/?{name}={key}" if key else ""

    def _terms(self, item: Element, entry: Entry) -> None:
        for one in item.every("category"):
            domain, name = one.attributes.get("domain", ""), one.text.strip()
            slug = _slug(one.attributes.get("nicename", ""))
            if not slug or not name:
                # WXR 1.0 says each of them twice, the first time without a domain.
                continue
            if domain == "category":
                entry.categories.append((slug, name))
            elif domain in {"post_tag", "tag"}:
                entry.tags.append((slug, name))
            elif domain == "post_format":
                entry.lose(LossKind.FORMAT, name)
            elif domain:
                entry.lose(LossKind.TAXONOMY, f"{domain}: {name}")
        entry.categories = list(dict.fromkeys(entry.categories))
        entry.tags = list(dict.fromkeys(entry.tags))

    def _fields(self, item: Element, entry: Entry) -> None:
        template = _field(item, "_wp_page_template")
        if template not in _DEFAULT_TEMPLATES:
            entry.lose(LossKind.TEMPLATE, template)
        for name in {meta.word("wp:meta_key"): None for meta in item.every("wp:postmeta")}:
            if name and not name.startswith(_OWN_FIELDS):
                entry.lose(LossKind.FIELD, name)

    def _remark(self, said: Element, entry: Entry) -> Remark | None:
        approved = said.word("wp:comment_approved")
        if approved not in {"0", "1", "approve", "hold"}:
            entry.lose(LossKind.COMMENT_DISCARDED, f"{said.word('wp:comment_author')} ({approved})")
            return None
        utc, local = _moment(said.word("wp:comment_date_gmt")), _moment(said.word("wp:comment_date"))
        parent = said.word("wp:comment_parent")
        return Remark(
            key=said.word("wp:comment_id"),
            parent="" if parent == "0" else parent,
            name=said.word("wp:comment_author"),
            html=said.text_of("wp:comment_content"),
            made_at=utc or (local - self.offset if local else None),
            site=said.word("wp:comment_author_url"),
            is_waiting=approved in {"0", "hold"},
        )


def login(text: str) -> str:
    """As WordPress compares them; some exports have stray signs around it."""
    return " ".join(_NOT_IN_LOGINS.sub("", text).split()) or text.strip()


def _person(element: Element) -> Person:
    name = login(element.word("wp:author_login"))
    first, last = element.word("wp:author_first_name"), element.word("wp:author_last_name")
    shown = element.word("wp:author_display_name") or f"{first} {last}".strip() or name
    return Person(login=name, name=shown, email=element.word("wp:author_email"))


def _category(element: Element) -> Term:
    slug = _slug(element.word("wp:category_nicename"))
    described = element.word("wp:category_description")
    return Term(
        "category", slug, element.word("wp:cat_name") or slug, described, _slug(element.word("wp:category_parent"))
    )


def _custom_term(element: Element) -> Iterator[Item]:
    """WXR 1.1 has its own elements for categories and tags; WordPress.com writes them here as well."""
    kind, name = element.word("wp:term_taxonomy"), element.word("wp:term_name")
    slug = _slug(element.word("wp:term_slug"))
    if kind in {"category", "post_tag"} and slug:
        described, parent = element.word("wp:term_description"), _slug(element.word("wp:term_parent"))
        yield Term("category" if kind == "category" else "tag", slug, name or slug, described, parent)
    elif kind not in {"category", "post_tag", "post_format", "nav_menu"}:
        yield Loss(LossKind.TAXONOMY, "", name or slug, kind)


def _slug(text: str) -> str:
    return unquote(text.strip())


def _field(item: Element, name: str) -> str:
    return next(iter(_fields(item, name)), "")


def _fields(item: Element, name: str) -> list[str]:
    return [meta.word("wp:meta_value") for meta in item.every("wp:postmeta") if meta.word("wp:meta_key") == name]


def _term_named(item: Element, domain: str) -> str:
    return next((one.text.strip() for one in item.every("category") if one.attributes.get("domain") == domain), "")


def _moment(text: str) -> datetime | None:
    """`2011-01-18 07:40:14`; WordPress writes zeros where it has none."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _rfc_822(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) if found.year > 1 else None
