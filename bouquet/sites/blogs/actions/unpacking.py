"""Photos that are in an export itself, taken in as this blog's own."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media.actions import photos
from bouquet.capabilities.media.models import Photo
from bouquet.capabilities.media.policies import CannotReceive
from bouquet.sites.blogs.engine.incoming.nouns import LossKind
from bouquet.sites.blogs.engine.incoming.opening import Export
from bouquet.sites.blogs.engine.incoming.preparing import Prepared
from bouquet.sites.blogs.engine.schema import Document, Node, checked
from bouquet.sites.blogs.engine.words import pictures_in
from bouquet.sites.blogs.models import Blog, ImportedPicture
from bouquet.sites.blogs.models.imports import digest_of


@dataclass
class Unpacked:
    """An entry with its own photos in their places; the rest of its document is as it was."""

    document: Document
    draft: dict[str, object] | None = None
    cover: Photo | None = None


@dataclass
class Unpacker:
    """Takes photos out of `export`, each once in a blog. `owner` has them from then on."""

    export: Export
    blog: Blog
    owner: Account
    source: str
    known: dict[str, Photo | None] = field(default_factory=dict)

    def unpacked(self, prepared: Prepared) -> Unpacked:
        """The photos of an entry, before it is written. What the file does not hold, or nobody can read, is a loss."""
        entry = prepared.entry
        cover = entry.cover.removeprefix("photo:") if entry.cover.startswith("photo:") else ""
        draft = _draft(entry.extra.get("draft"))
        document = self._placed(prepared.document, prepared)
        if draft is not None:
            draft["document"] = self._placed(draft["document"], prepared)  # type: ignore[arg-type]
        worn = self._photo(cover, prepared) if cover else None
        if worn is not None and worn.alt != prepared.cover_alt:
            photos.describe(photo=worn, alt=prepared.cover_alt)
        return Unpacked(document, draft, worn)

    def _placed(self, document: Document, prepared: Prepared) -> Document:
        named = {picture.photo for picture in pictures_in(document) if picture.photo}
        if not named:
            return document
        keys = {key: photo.pk for key in named if (photo := self._photo(key, prepared)) is not None}

        def changed(node: Node) -> Node:
            if node["type"] == "figure" and (key := node["attrs"]["photo"]):
                node = {**node, "attrs": {**node["attrs"], "photo": str(keys[key]) if key in keys else None}}
            if "content" in node:
                return {**node, "content": [changed(child) for child in node["content"]]}
            return node

        return changed(document)

    def _photo(self, key: str, prepared: Prepared) -> Photo | None:
        if key not in self.known:
            self.known[key] = self._received(key)
        if self.known[key] is None:
            prepared.entry.lose(LossKind.PICTURE, key)
        return self.known[key]

    def _received(self, key: str) -> Photo | None:
        address = f"photo:{self.source}:{key}"
        row, _ = ImportedPicture.objects.get_or_create(
            blog=self.blog, digest=digest_of(address), defaults={"address": address}
        )
        if row.photo is not None:
            return row.photo
        content = self.export.photo(key)
        if content is None:
            return None
        try:
            row.photo = photos.receive(file=io.BytesIO(content), owner=self.owner)
        except CannotReceive as error:
            row.failure = type(error).__name__[:40]
        row.save(update_fields=["photo", "failure"])
        return row.photo


def _draft(value: object) -> dict[str, object] | None:
    """Words that were written and do not show yet; nothing, when they are none."""
    if not isinstance(value, dict):
        return None
    try:
        document = checked(value.get("document"))
    except ValueError:
        return None
    return {"title": str(value.get("title", ""))[:200], "document": document, "excerpt": str(value.get("excerpt", ""))}
