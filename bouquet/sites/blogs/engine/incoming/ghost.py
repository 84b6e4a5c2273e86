"""Ghost's export: one JSON file with its tables. Only the words are in it: pictures stay where the blog was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from bouquet.sites.blogs.engine.incoming.addresses import base_path, plain_path
from bouquet.sites.blogs.engine.incoming.lexical import html_of_lexical
from bouquet.sites.blogs.engine.incoming.mobiledoc import html_of_mobiledoc
from bouquet.sites.blogs.engine.incoming.nouns import (
    Dialect,
    Entry,
    EntryState,
    Head,
    Item,
    Loss,
    LossKind,
    Person,
    Term,
    Unreadable,
)

# JSON has to be read whole; a blog of ten thousand posts takes a tenth of it.
MOST_BYTES: Final = 128 * 1024 * 1024
_HERE: Final = "__GHOST_URL__"
_STATES: Final = {
    "published": EntryState.PUBLISHED,
    "sent": EntryState.DRAFT,
    "scheduled": EntryState.SCHEDULED,
}
_SETTINGS_LOST: Final = ("codeinjection_head", "codeinjection_foot", "announcement_content")
_CODE: Final = ("codeinjection_head", "codeinjection_foot")
Row = dict[str, Any]


def read(stream: BinaryIO, *, address: str = "") -> Iterator[Item]:
    """Everything in the export. `address` is where the blog was, which the export does not tell. Raises Unreadable."""
    yield from _Ghost(_tables(stream), address.rstrip("/")).items()


def _tables(stream: BinaryIO) -> Row:
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(Unreadable.TOO_LARGE, f"the file has more than {MOST_BYTES} bytes")
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Unreadable(Unreadable.MALFORMED, error.msg, line=error.lineno, column=error.colno) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Unreadable.MALFORMED, "the file is not UTF-8", line=line, column=1) from None
    except RecursionError:
        raise Unreadable(Unreadable.UNSAFE, "it is nested too deeply", line=1, column=1) from None
    found = value.get("db") if isinstance(value, dict) else None
    inner = found[0] if isinstance(found, list) and found else value
    data = inner.get("data") if isinstance(inner, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        raise Unreadable(Unreadable.UNKNOWN, "the file has no posts of a Ghost blog")
    return data


class _Ghost:
    def __init__(self, data: Row, address: str) -> None:
        self.data, self.address = data, address
        self.users = {_id(row): row for row in self.rows("users")}
        self.tags = {_id(row): row for row in self.rows("tags")}
        self.meta = {_text(row, "post_id"): row for row in self.rows("posts_meta")}
        self.tags_of = self.pairs("posts_tags", "tag_id")
        self.authors_of = self.pairs("posts_authors", "author_id")

    def rows(self, table: str) -> list[Row]:
        found = self.data.get(table)
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    def pairs(self, table: str, name: str) -> dict[str, list[str]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for row in self.rows(table):
            order = row.get("sort_order")
            found.setdefault(_text(row, "post_id"), []).append(
                (order if isinstance(order, int) else 0, _text(row, name))
            )
        return {key: [one for _, one in sorted(pairs, key=lambda pair: pair[0])] for key, pairs in found.items()}

    def items(self) -> Iterator[Item]:
        settings = {_text(row, "key"): row.get("value") for row in self.rows("settings")}
        yield Head(
            title=str(settings.get("title") or ""),
            tagline=str(settings.get("description") or ""),
            address=self.address,
            language=str(settings.get("locale") or settings.get("lang") or settings.get("default_locale") or ""),
        )
        for user in self.users.values():
            slug = _text(user, "slug")
            yield Person(slug, _text(user, "name") or slug, _text(user, "email"), _text(user, "bio"), slug)
        for tag in self.tags.values():
            if not _text(tag, "name").startswith("#"):
                yield Term("tag", _text(tag, "slug"), _text(tag, "name"), _text(tag, "description"))
        yield from self.lost(settings)
        for row in self.rows("posts"):
            yield self.entry(row)

    def lost(self, settings: Row) -> Iterator[Loss]:
        for name in _SETTINGS_LOST:
            if settings.get(name):
                yield Loss(LossKind.SETTINGS, "", "", name)
        for table in ("members", "newsletters", "products", "offers", "snippets", "integrations", "webhooks"):
            if rows := self.rows(table):
                kind = LossKind.SUBSCRIBERS if table == "members" else LossKind.SETTINGS
                yield Loss(kind, "", "", f"{table}: {len(rows)}")
        for name in ("navigation", "secondary_navigation"):
            if str(settings.get(name) or "[]") not in {"[]", ""}:
                yield Loss(LossKind.MENU, "", "", name)

    def entry(self, row: Row) -> Entry:
        entry = Entry(key=_id(row), title=_text(row, "title"), dialect=Dialect.HTML, slug=_text(row, "slug"))
        entry.is_page = row.get("type") == "page" or row.get("page") in (1, True)
        entry.is_pinned = row.get("featured") in (1, True)
        entry.excerpt = _text(row, "custom_excerpt")
        entry.made_at, entry.changed_at = _moment(row.get("created_at")), _moment(row.get("updated_at"))
        entry.state = _STATES.get(_text(row, "status"), EntryState.DRAFT)
        entry.cover = self.placed(_text(row, "feature_image") or _text(row, "image"))
        entry.extra = {"origin": _text(row, "canonical_url")}
        self.words(row, entry)
        self.who_reads(row, entry)
        self.shelves(row, entry)
        self.rest(row, entry)
        base = base_path(self.address)
        places = [f"/{entry.slug}/" if entry.slug else "", f"/p/{_text(row, 'uuid')}/" if _text(row, "uuid") else ""]
        entry.addresses = [plain_path(f"{base}{place}") for place in places if place]
        return entry

    def words(self, row: Row, entry: Entry) -> None:
        """Its HTML; of what was never shown there may only be what its editor keeps."""
        html, lost = _text(row, "html"), list[str]()
        for name, reads in (("lexical", html_of_lexical), ("mobiledoc", html_of_mobiledoc)):
            if html or not _text(row, name):
                continue
            try:
                html, lost = reads(_text(row, name))
            except (ValueError, RecursionError):
                entry.lose(LossKind.MARKUP, name)
        if "<!--members-only-->" in html:
            entry.lose(LossKind.BLOCK, "paywall")
        for card in lost:
            entry.lose(LossKind.BLOCK, card)
        entry.words = self.placed(html)

    def who_reads(self, row: Row, entry: Entry) -> None:
        if _text(row, "visibility") not in {"", "public"} and entry.state != EntryState.DRAFT:
            entry.state = EntryState.DRAFT
            entry.lose(LossKind.MEMBERS_ONLY, _text(row, "visibility"))
        if _text(row, "status") == "sent":
            entry.lose(LossKind.MEMBERS_ONLY, "newsletter")
        published = _moment(row.get("published_at")) or entry.made_at
        if entry.state != EntryState.DRAFT:
            entry.published_at = published

    def shelves(self, row: Row, entry: Entry) -> None:
        wrote = [self.users[key] for key in self.authors_of.get(entry.key, ()) if key in self.users]
        wrote = wrote or [self.users[key] for key in [_text(row, "author_id")] if key in self.users]
        entry.login = _text(wrote[0], "slug") if wrote else ""
        for other in wrote[1:]:
            entry.lose(LossKind.AUTHOR, _text(other, "name"))
        for key in self.tags_of.get(entry.key, ()):
            tag = self.tags.get(key)
            if tag is None:
                continue
            if _text(tag, "name").startswith("#"):
                entry.lose(LossKind.TAXONOMY, _text(tag, "name"))
            else:
                entry.tags.append((_text(tag, "slug"), _text(tag, "name")))

    def rest(self, row: Row, entry: Entry) -> None:
        facts = self.meta.get(entry.key, {})
        entry.cover_alt = _text(facts, "feature_image_alt")
        for name in _CODE:
            if _text(row, name):
                entry.lose(LossKind.FIELD, name)
        for name in ("og_title", "twitter_title", "meta_title", "meta_description", "email_subject"):
            if _text(facts, name) or _text(row, name):
                entry.lose(LossKind.FIELD, name)
        if _text(row, "custom_template"):
            entry.lose(LossKind.TEMPLATE, _text(row, "custom_template"))

    def placed(self, words: str) -> str:
        """Ghost writes a word where its own address stands; what lies there is found at the old place, if known."""
        return words.replace(_HERE, self.address)


def _id(row: Row) -> str:
    value = row.get("id")
    return str(value) if isinstance(value, str | int) else ""


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _moment(value: object) -> datetime | None:
    """ISO 8601 or MySQL's; older exports count milliseconds since 1970."""
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        found = datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)) if found else None
