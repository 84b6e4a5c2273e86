"""Tribes and posts, for those who comment, report, moderate, tell and find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.messaging.kinds import Place, Plan
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor
from bouquet.sites.tribes.actions import addressing, carrying, moderating
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.models import Membership, Post, Role, Tribe


class TribeKind(Kind):
    """A tribe: its card, not what is said in it."""

    name = TRIBE
    label = _("a tribe")
    icon = "users"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        tribes = list(Tribe.objects.filter(pk__in=keys))
        founders = Membership.objects.filter(tribe__in=keys, role=Role.FOUNDER).values_list("tribe", "account")
        author, keeping = dict(founders), keepers_of(keys)
        return {tribe.pk: _of_tribe(tribe, author.get(tribe.pk), keeping[tribe.pk]) for tribe in tribes}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Tribe.objects.visible_to(visitor).filter(pk__in=keys).values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """Nobody: people speak below posts."""
        return set()

    def key_at(self, path: str) -> UUID | None:
        start, _slash, slug = path.strip("/").partition("/")
        return Tribe.objects.filter(slug=slug).values_list("pk", flat=True).first() if start == "t" and slug else None

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.put_tribe(key=key, standing=standing, label=label)


class PostKind(Kind):
    """A post."""

    name = POST
    label = pgettext_lazy("of a tribe", "a post")
    icon = "message-square-text"

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        posts = list(Post.objects.filter(pk__in=keys).select_related("tribe", "author"))
        keeping = keepers_of({post.tribe_id for post in posts if post.tribe_id})
        return {post.pk: _of_post(post, keeping) for post in posts}

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return set(Post.objects.visible_to(visitor).filter(pk__in=keys).values_list("pk", flat=True))

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        """In a tribe that lives, to its members; on a page of one's own, to whoever may read it."""
        if not isinstance(visitor, Account):
            return set()
        seen = Post.objects.visible_to(visitor).filter(pk__in=keys, is_shown=True)
        mine = Membership.objects.filter(account=visitor).values("tribe")
        inside = seen.filter(tribe__in=mine, tribe__archived_at=None)
        return set(inside.values_list("pk", flat=True)) | set(seen.filter(tribe=None).values_list("pk", flat=True))

    def key_at(self, path: str) -> UUID | None:
        start, _slash, code = path.strip("/").partition("/")
        return Post.objects.filter(code=code).values_list("pk", flat=True).first() if start == "p" and code else None

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        moderating.put_post(key=key, standing=standing, label=label)


class TribePlace(Place):
    """The room of a tribe: its members are in it and speak; who reads the tribe's posts reads it."""

    kind = TRIBE

    def plan(self, key: UUID) -> Plan | None:
        tribe = Tribe.objects.filter(pk=key).first()
        if tribe is None:
            return None
        people = Membership.objects.filter(tribe=tribe, is_away=False).values_list("account", flat=True)
        openness = "public" if tribe.is_open else "private"
        return Plan(tribe.name, tribe.teaser, openness, tuple(people), is_silent=tribe.is_archived)

    def open_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        if not isinstance(visitor, Account):
            return set()
        mine = Membership.objects.filter(account=visitor, tribe__in=keys).values("tribe")
        return set(Tribe.objects.visible_to(visitor).filter(pk__in=mine).values_list("pk", flat=True))


def keepers_of(tribes: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Who looks after each of these tribes. One query."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    keeping = Membership.objects.keeping().filter(tribe__in=list(tribes), is_away=False)
    for tribe, account in keeping.values_list("tribe", "account"):
        found[tribe].add(account)
    return defaultdict(frozenset, {tribe: frozenset(accounts) for tribe, accounts in found.items()})


def _of_tribe(tribe: Tribe, founder_id: UUID | None, keepers: frozenset[UUID]) -> Subject:
    return Subject(
        ref=Ref(TRIBE, tribe.pk),
        title=tribe.name,
        address=addressing.tribe_address(tribe),
        author_id=founder_id,
        made_at=tribe.created_at,
        text=f"{tribe.name}\n{tribe.about}\n{tribe.rules}".strip(),
        pictures=tuple(filter(None, (tribe.emblem_large, tribe.banner_largest if tribe.banner else ""))),
        language=tribe.language,
        standing=Standing(tribe.standing),
        keepers=keepers,
    )


def _of_post(post: Post, keeping: dict[UUID, frozenset[UUID]]) -> Subject:
    tribe = post.tribe
    return Subject(
        ref=Ref(POST, post.pk),
        title=post.teaser or gettext("A post by %(name)s") % {"name": post.author.display_name},
        address=addressing.post_address(post),
        author_id=post.author_id,
        made_at=post.posted_at,
        text="\n".join(part for part in (post.text, carrying.words_of(post)) if part),
        pictures=tuple(addressing.absolute(path) for path in carrying.pictures_of(post)),
        language=tribe.language if tribe else "",
        standing=Standing(post.standing),
        keepers=keeping[tribe.pk] if tribe else frozenset({post.author_id}),
        comments_close_at=tribe.archived_at if tribe else None,
        part_of=Ref(TRIBE, tribe.pk) if tribe else None,
    )
