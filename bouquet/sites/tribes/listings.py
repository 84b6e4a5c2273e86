"""What can be found of tribes, and what can be recommended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.kinds import Item
from bouquet.capabilities.affinity.models import Tag
from bouquet.capabilities.discovery.kinds import EVERYONE, Listing, followers_of
from bouquet.foundation.queries.prepared import Prepared
from bouquet.foundation.subjects.subject import Ref
from bouquet.foundation.text.safe_html import plain_text
from bouquet.sites.tribes.actions import addressing, carrying
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.actions.ringing import TRIBE
from bouquet.sites.tribes.engine.keys import moment_of
from bouquet.sites.tribes.models import Audience, Friendship, Membership, Post, Tribe
from bouquet.sites.tribes.models.states import OPENLY


def in_tribe(tribe_id: UUID) -> str:
    """The audience of the members of a tribe."""
    return f"tribe:{tribe_id}"


def friends_of(account_id: UUID) -> str:
    """The audience of a person's friends."""
    return f"friends:{account_id}"


_JOINED = Prepared(lambda account: Membership.objects.filter(account=account).values_list("tribe"))
_FRIENDS = Prepared(lambda account: Friendship.objects.filter(account=account).values_list("friend"))


def audiences_of(account: Account) -> set[str]:
    """The tribes `account` is in and the people they are friends with. One query."""
    joined = {in_tribe(key) for (key,) in _JOINED.rows(account.pk)}
    met = {friends_of(key) for (key,) in _FRIENDS.rows(account.pk)}
    return joined | met | {friends_of(account.pk)}


def collect_tribes(keys: Collection[UUID]) -> list[Listing]:
    """Tribes that lists may name: for everybody. The others: for those who are in them."""
    tribes = list(Tribe.objects.filter(pk__in=keys, standing__in=OPENLY).prefetch_related("tags"))
    names = names_of({tag.slug for tribe in tribes for tag in tribe.tags.all()})
    return [_of_tribe(tribe, names) for tribe in tribes]


def collect_posts(keys: Collection[UUID]) -> list[Listing]:
    """Posts that show, for those who may read them."""
    posts = Post.objects.filter(pk__in=keys, is_shown=True).select_related("author", "tribe")
    return [_of_post(post) for post in posts if post.tribe is None or post.tribe.standing in OPENLY]


def collect_items(keys: Collection[UUID] | None) -> Iterable[Item]:
    """Every tribe as something to recommend; a secret one only to say that it is not."""
    tribes = Tribe.objects.prefetch_related("tags")
    chosen: QuerySet[Tribe] = tribes if keys is None else tribes.filter(pk__in=keys)
    return _items(chosen)


def names_of(slugs: Collection[str]) -> dict[str, str]:
    """How affinities are called in the language of the moment, by slug; one query."""
    if not slugs:
        return {}
    return {tag.slug: tag.name for tag in Tag.objects.filter(slug__in=slugs, is_refused=False)}


def _items(tribes: QuerySet[Tribe]) -> Iterator[Item]:
    for tribe in tribes.iterator(chunk_size=1000):
        last = tribe.last_post_id
        yield Item(
            key=tribe.pk,
            made_at=tribe.created_at,
            tags=tuple(tag.said for tag in tribe.tags.all()),
            size=tribe.members_count,
            is_recommendable=tribe.is_findable,
            active_at=moment_of(last) if last else None,
        )


def _of_tribe(tribe: Tribe, names: dict[str, str]) -> Listing:
    return Listing(
        ref=Ref(TRIBE, tribe.pk),
        type="tribe",
        title=tribe.name,
        address=addressing.tribe_address(tribe),
        made_at=tribe.created_at,
        audience=(EVERYONE,) if tribe.is_findable else (in_tribe(tribe.pk),),
        teaser=tribe.teaser,
        body=f"{plain_text(tribe.about)} {tribe.place}".strip(),
        tags=tuple(names.get(tag.slug, tag.said) for tag in tribe.tags.all()),
        picture=tribe.emblem_address(192),
        language=tribe.language,
        popularity=tribe.members_count,
    )


def _of_post(post: Post) -> Listing:
    return Listing(
        ref=Ref(POST, post.pk),
        type="post",
        title=post.teaser or post.author.display_name,
        address=addressing.post_address(post),
        made_at=post.posted_at,
        audience=_audience_of(post),
        teaser=f"{post.author.display_name} · {post.tribe.name}" if post.tribe else post.author.display_name,
        body=f"{plain_text(post.text)}\n{carrying.words_of(post)}".strip(),
        picture=carrying.lasting_picture_of(post),
        language=post.tribe.language if post.tribe else post.author.language,
        author_id=post.author_id,
    )


def _audience_of(post: Post) -> tuple[str, ...]:
    if post.tribe is not None:
        return (EVERYONE,) if post.tribe.is_open and not post.tribe.is_archived else (in_tribe(post.tribe.pk),)
    if post.audience == Audience.FRIENDS:
        return (friends_of(post.author_id),)
    if post.audience == Audience.FOLLOWERS or post.author.is_private:
        return (followers_of(post.author_id), friends_of(post.author_id))
    return (EVERYONE,)
