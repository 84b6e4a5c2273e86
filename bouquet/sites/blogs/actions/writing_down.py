"""One entry of an export becomes a post, with all that belongs to it. Nobody is told: none of it is news."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from bouquet.capabilities.moderation.actions.screening import Verdict, screen
from bouquet.foundation.clock import clock
from bouquet.sites.blogs.actions.addressing import POST
from bouquet.sites.blogs.actions.filing import free_slug
from bouquet.sites.blogs.actions.furnishing import Shelves
from bouquet.sites.blogs.actions.unpacking import Unpacked, Unpacker
from bouquet.sites.blogs.actions.wording import wear_cover, word
from bouquet.sites.blogs.engine.incoming.nouns import Entry, EntryState, LossKind
from bouquet.sites.blogs.engine.incoming.preparing import Prepared
from bouquet.sites.blogs.engine.incoming.survey import Survey
from bouquet.sites.blogs.engine.schema import is_address
from bouquet.sites.blogs.engine.slugs import slug_of
from bouquet.sites.blogs.models import Author, Blog, Imported, PastComment, Post, Redirect, Revision, Role, State


@dataclass
class Scribe:
    """Writes entries of one export into one blog. `author` brings them, and was called `me` there."""

    blog: Blog
    author: Author
    me: str
    found: Survey
    source: str
    shelves: Shelves
    unpacker: Unpacker
    screens: bool = True
    # Which author each login became, for addresses of their pages.
    slugs: dict[str, str] = field(default_factory=dict)
    _authors: dict[str, Author] = field(default_factory=dict)

    def known(self, keys: Collection[str]) -> set[str]:
        """Which of them are in the blog already; of a blog's own export, posts that never left it too."""
        found = Imported.objects.filter(blog=self.blog, source=self.source, key__in=keys)
        own = [UUID(key) for key in keys if self.source == f"bouquet:{self.blog.pk}" and len(key) == 36]
        here = Post.objects.filter(blog=self.blog, pk__in=own).values_list("pk", flat=True) if own else []
        return {*found.values_list("key", flat=True), *(str(key) for key in here)}

    def write(self, prepared: Prepared, unpacked: Unpacked, made: Counter[str]) -> Post:
        """The post of an entry, in the running transaction. `made` counts what was new."""
        entry = prepared.entry
        post = self._post(prepared)
        post.save(force_insert=True)
        word(post, title=prepared.title, document=unpacked.document, excerpt=prepared.excerpt)
        wear_cover(post, unpacked.cover)
        post.draft = unpacked.draft
        self._state(post, entry)
        post.settle()
        post.save()
        post.tags.set([self.shelves.tag(slug, name) for slug, name in prepared.tags])
        Revision.objects.create(
            post=post,
            by=self.author.account,
            edition=post.edition,
            title=post.title,
            document=post.document,
            excerpt=post.excerpt,
        )
        Imported.objects.create(
            blog=self.blog,
            source=self.source,
            key=entry.key[:200],
            post=post,
            waits=bool(prepared.pictures),
            cover=prepared.cover[:2000],
            cover_alt=prepared.cover_alt[:500],
        )
        made["pages" if entry.is_page else "posts"] += 1
        made["comments"] += self._comments(post, prepared)
        made["addresses"] += self._addresses(post, entry)
        return post

    def _post(self, prepared: Prepared) -> Post:
        entry = prepared.entry
        category = self.shelves.categories.get(prepared.category[0]) if prepared.category else None
        readable = any(char.isascii() and char.isalnum() for char in entry.slug)
        origin = str(entry.extra.get("origin", ""))
        return Post(
            blog=self.blog,
            author=self._author(entry.login),
            is_page=entry.is_page,
            slug=free_slug(self.blog, entry.slug if readable else prepared.title),
            language=str(entry.extra.get("language", ""))[:5],
            origin=origin if len(origin) <= 500 and origin[:4] == "http" and is_address(origin) else "",
            category=category,
            series=self.shelves.series.get(entry.series),
            series_position=min(max(entry.series_place, 0), 32_000),
            menu_position=min(max(int(entry.extra.get("menu_position", 0)), 0), 32_000),
            takes_comments=entry.takes_comments,
            created_at=entry.made_at or clock.now(),
            changed_at=entry.changed_at or entry.made_at or clock.now(),
        )

    def _state(self, post: Post, entry: Entry) -> None:
        now = clock.now()
        at = entry.published_at or entry.made_at or now
        if entry.state == EntryState.DRAFT or self._is_refused(post, entry):
            post.state = State.DRAFT
        elif at > now:
            post.state, post.scheduled_at = State.SCHEDULED, at
        else:
            post.state, post.published_at, post.mailed_at = State.PUBLISHED, at, at
            post.updated_at = entry.changed_at if entry.changed_at and entry.changed_at > at else None
        if entry.is_pinned:
            post.pinned_at = at

    def _is_refused(self, post: Post, entry: Entry) -> bool:
        if not self.screens or self.author.account is None:
            return False
        found = screen(text=f"{post.title}\n{post.words}", by=self.author.account, ref_kind=POST)
        if found.verdict == Verdict.REFUSE:
            entry.lose(LossKind.REFUSED, found.reason)
        return found.verdict == Verdict.REFUSE

    def _author(self, login: str) -> Author:
        """Who brings it, for what they wrote and what nobody did; for others a name that somebody may claim later."""
        if not login or login == self.me:
            return self.author
        if login not in self._authors:
            self._authors[login] = self._named(login)
            self.slugs[login] = self._authors[login].slug
        return self._authors[login]

    def _named(self, login: str) -> Author:
        person = self.found.people[login]
        wanted = slug_of(person.slug or login, otherwise="author")[:70]
        for number in range(1, 1000):
            slug = wanted if number == 1 else f"{wanted}-{number}"
            there = Author.objects.filter(blog=self.blog, slug=slug).first()
            if there is None:
                name, bio = " ".join(person.name.split())[:80] or login[:80], person.bio[:500]
                return Author.objects.create(blog=self.blog, role=Role.PAST, slug=slug, name=name, bio=bio)
            if there.account is None and there.role == Role.PAST:
                return there
        return self.author

    def _comments(self, post: Post, prepared: Prepared) -> int:
        rows = {
            said.key: PastComment(
                post=post,
                origin=said.key,
                name=said.name,
                site=said.site,
                html=said.html,
                said_at=said.said_at or post.created_at,
                is_shown=said.is_shown,
            )
            for said in prepared.comments
        }
        for said in prepared.comments:
            rows[said.key].parent = rows[said.parent] if said.parent else None
        PastComment.objects.bulk_create(rows.values(), batch_size=200)
        return len(rows)

    def _addresses(self, post: Post, entry: Entry) -> int:
        mine = [path for path in entry.addresses if self.found.owners.get(path) == entry.key and path != post.path]
        held = set(Redirect.objects.filter(blog=self.blog, path__in=mine).values_list("path", flat=True))
        rows = [Redirect(blog=self.blog, path=path, post=post) for path in mine if path not in held]
        Redirect.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)
