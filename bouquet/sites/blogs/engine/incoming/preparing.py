"""An entry of an export as this house keeps it: its document, its words trimmed to what fits, and what was lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from bouquet.foundation.text.tidying import tidied_text
from bouquet.sites.blogs.engine.document import document_of_html
from bouquet.sites.blogs.engine.incoming.addresses import absolute, path_of
from bouquet.sites.blogs.engine.incoming.nouns import Dialect, Entry, Loss, LossKind, Remark
from bouquet.sites.blogs.engine.incoming.paragraphs import with_paragraphs
from bouquet.sites.blogs.engine.incoming.survey import Survey
from bouquet.sites.blogs.engine.incoming.wordpress import html_of
from bouquet.sites.blogs.engine.rendering import Surroundings, page_html
from bouquet.sites.blogs.engine.schema import Document, InvalidDocument, Node, checked
from bouquet.sites.blogs.engine.words import pictures_in, with_links

LONGEST_TITLE: Final = 200
LONGEST_EXCERPT: Final = 500
LONGEST_NAME: Final = 80
LONGEST_SITE: Final = 500
LONGEST_KEY: Final = 80
# Of a text that is too long for a document, so much is kept, in paragraphs of so much.
_MOST_PLAIN: Final = 900_000
_PIECE: Final = 20_000
# Answers to answers to answers: below that a thread begins anew.
_DEEPEST_THREAD: Final = 100
_UNFILED: Final = frozenset({"uncategorized", "non-classe", "uncategorised", "sin-categoria", "allgemein"})
_NAMED: Final = re.compile(r'(<(?:h[2-4]|sup|li|section))\sid="[^"]*"')
Embeds = Callable[[str], str]


@dataclass(frozen=True)
class Said:
    """A comment as it is kept: HTML that may be shown."""

    key: str
    parent: str
    name: str
    site: str
    html: str
    said_at: datetime | None
    is_shown: bool


@dataclass(frozen=True)
class Prepared:
    """An entry, ready to be written. `category` and `tags` are pairs of slug and name; `cover` is an address."""

    entry: Entry
    document: Document
    title: str
    excerpt: str
    category: tuple[str, str] | None
    tags: list[tuple[str, str]]
    comments: list[Said]
    cover: str
    cover_alt: str
    losses: list[Loss]

    @property
    def pictures(self) -> list[str]:
        """The addresses of pictures we have no copy of, each once: of the words, and the cover."""
        found = [picture.src for picture in pictures_in(self.document) if picture.src and not picture.photo]
        return list(dict.fromkeys([*found, *([self.cover] if self.cover else [])]))


def prepare(entry: Entry, survey: Survey, *, embeds: Embeds = lambda address: "") -> Prepared:
    """`entry`, as it will be. `embeds` as for `document_of_html`. Never fails: what cannot be kept is a loss."""
    document, summary = _document(entry, survey, embeds)
    title = _fitting(entry, _plain(entry.title), LONGEST_TITLE)
    excerpt = _fitting(entry, _plain(entry.excerpt) or summary, LONGEST_EXCERPT, is_silent=not entry.excerpt)
    category, tags = _shelves(entry)
    comments = _comments(entry, survey)
    if entry.parent:
        _name_parent(entry, survey)
    cover, alt = _cover(entry, survey)
    if comments and entry.dialect != Dialect.DOCUMENT:
        entry.lose(LossKind.COMMENT_CONTACT)
    return Prepared(entry, document, title, excerpt, category, tags, comments, cover, alt, entry.losses)


def _document(entry: Entry, survey: Survey, embeds: Embeds) -> tuple[Document, str]:
    summary, words = "", entry.words
    try:
        if entry.dialect == Dialect.DOCUMENT:
            return checked(entry.document), ""
        if entry.dialect == Dialect.WORDPRESS:
            told = html_of(words, key=entry.key, album=survey.album)
            words, summary = told.html, told.summary
            for kind, detail in told.losses:
                entry.lose(kind, detail)
        document, lost = document_of_html(words, base=f"{survey.head.address}/", embeds=embeds)
        document = _without_photos(document)
        _note(entry, lost)
    except InvalidDocument as error:
        entry.lose(LossKind.SHORTENED, error.reason)
        document = _plain_document(words)
    return with_links(document, lambda address: _moved(address, survey)), summary


def _without_photos(node: Node) -> Node:
    """Keys of photos of this house mean nothing in what comes from elsewhere, and must not open anybody's."""
    if node["type"] == "figure" and node["attrs"]["photo"]:
        return {**node, "attrs": {**node["attrs"], "photo": None}}
    content = node.get("content")
    return {**node, "content": [_without_photos(child) for child in content]} if content else node


def _note(entry: Entry, lost: Counter[str]) -> None:
    for name, times in sorted(lost.items()):
        kind = {"picture": LossKind.PICTURE, "audio": LossKind.FILE, "video": LossKind.FILE}.get(name, LossKind.MARKUP)
        entry.lose(kind, f"{name} × {times}" if times > 1 else name)


def _moved(address: str, survey: Survey) -> str:
    """A link into the old blog leads to the same place here, which knows its old addresses."""
    base = survey.head.address
    if not base or not address.startswith(f"{base}/"):
        return address
    path = path_of(address.partition("#")[0])
    return path.replace(" ", "%20") if path in survey.owners or f"{path}/" in survey.owners else address


def _plain_document(html: str) -> Document:
    text = _body_text(html)[:_MOST_PLAIN]
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)] or [""]
    paragraphs = [
        {"type": "paragraph", "content": [{"type": "text", "text": piece}]} if piece.strip() else {"type": "paragraph"}
        for piece in pieces
    ]
    return checked({"type": "doc", "content": paragraphs})


def _shelves(entry: Entry) -> tuple[tuple[str, str] | None, list[tuple[str, str]]]:
    """A post lies in one category here; the others go on as tags."""
    filed = [pair for pair in entry.categories if pair[0] not in _UNFILED] or entry.categories
    others = filed[1:]
    for _, name in others:
        entry.lose(LossKind.CATEGORY, name)
    return (filed[0] if filed else None), list(dict.fromkeys([*entry.tags, *others]))


def _comments(entry: Entry, survey: Survey) -> list[Said]:
    said: dict[str, Said] = {}
    for place, remark in enumerate(entry.remarks):
        html = remark_html(remark, base=survey.head.address)
        if not html:
            entry.lose(LossKind.COMMENT_EMPTY, remark.name)
            continue
        name = tidied_text(unescape(remark.name)).replace("\n", " ")[:LONGEST_NAME].strip()
        site = absolute(remark.site, "")
        site = site if len(site) <= LONGEST_SITE else ""
        key = (remark.key or f"#{place}")[:LONGEST_KEY]
        said.setdefault(key, Said(key, remark.parent, name, site, html, remark.made_at, not remark.is_waiting))
    for one in said.values():
        if one.parent and not _is_below(one, said):
            entry.lose(LossKind.COMMENT_PARENT, one.name)
            said[one.key] = replace(one, parent="")
    return list(said.values())


def _is_below(one: Said, said: dict[str, Said]) -> bool:
    """Whether the thread of `one` begins somewhere: answers that answer each other in a circle have no beginning."""
    passed = {one.key}
    while one.parent:
        if one.parent in passed or one.parent not in said or len(passed) > _DEEPEST_THREAD:
            return False
        passed.add(one.parent)
        one = said[one.parent]
    return True


def remark_html(remark: Remark, *, base: str) -> str:
    """What was said, as HTML that may be shown; empty when nothing of it can be seen."""
    try:
        document, _ = document_of_html(with_paragraphs(remark.html), base=f"{base}/" if base else "")
    except InvalidDocument:
        document = _plain_document(remark.html)
    # What they name is a place in the post's page, not in what was said below it.
    html = _NAMED.sub(r"\1", page_html(document, Surroundings()))
    return html if _body_text(html).strip() else ""


def _name_parent(entry: Entry, survey: Survey) -> None:
    """Say the title of the page above instead of its number."""
    named = survey.titles.get(entry.parent, "")
    entry.losses[:] = [
        Loss(loss.kind, loss.item, loss.title, named or loss.detail) if loss.kind == LossKind.PARENT else loss
        for loss in entry.losses
    ]


def _cover(entry: Entry, survey: Survey) -> tuple[str, str]:
    if not entry.cover or entry.dialect == Dialect.DOCUMENT:
        return "", entry.cover_alt
    picture = survey.album.by_key.get(entry.cover)
    address = absolute(picture.address if picture else entry.cover, survey.head.address)
    if not address:
        entry.lose(LossKind.PICTURE, entry.cover)
    return address, entry.cover_alt or (picture.alt if picture else "")


def _fitting(entry: Entry, text: str, most: int, *, is_silent: bool = False) -> str:
    if len(text) <= most:
        return text
    if not is_silent:
        entry.lose(LossKind.SHORTENED, f"{text[:60]}…")
    return text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def _plain(html: str) -> str:
    """One line of text. Titles and excerpts of old blogs may have tags in them."""
    text = _body_text(html) if "<" in html or "&" in html else html
    return " ".join(tidied_text(re.sub(r"\s+", " ", text)).split())


def _body_text(html: str) -> str:
    body = LexborHTMLParser(html).body
    return body.text(deep=True, separator="") if body is not None else ""
