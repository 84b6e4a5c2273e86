"""How posts are read: always through the person who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import Block
from bouquet.sites.tribes.models.friendship import Friendship
from bouquet.sites.tribes.models.membership import Membership
from bouquet.sites.tribes.models.states import OPENLY, Audience, Openness, Standings

if TYPE_CHECKING:
    from bouquet.sites.tribes.models.post import Post  # noqa: F401 (ruff does not see it in a base class)


# The words as they were typed, and the long texts of tribes, stay in the database.
CARD_COLUMNS = (
    *("code", "audience", "html", "teaser", "attached", "shared_kind", "shared_key", "posted_at", "edited_at"),
    *("pinned_at", "removed_at", "is_away", "standing", "label", "is_shown", "version"),
    *("author__handle", "author__display_name", "author__avatar_key", "author__is_private", "author__leaves_at"),
    *("tribe__slug", "tribe__name", "tribe__openness", "tribe__archived_at", "tribe__standing", "tribe__language"),
    *("tribe__emblem", "tribe__sticker", "tribe__colour", "tribe__version"),
)


class PostQuerySet(models.QuerySet["Post"]):
    """Reads over posts."""

    def visible_to(self, visitor: Visitor) -> PostQuerySet:
        """What `visitor` may read at its address.

        In a tribe: whoever may enter it. On a page of one's own: everyone, followers and friends, or friends. What a
        decision hid, its author sees still; what was removed, nobody.
        """
        shown = Q(is_shown=True)
        may = shown & Q(tribe__openness=Openness.OPEN, tribe__standing__in=OPENLY)
        may |= shown & Q(audience=Audience.EVERYONE, author__is_private=False)
        if isinstance(visitor, Account):
            inside = Q(tribe__in=tribes_of(visitor))
            friends, followed = Q(author__in=friends_of(visitor)), Q(author__in=_followed_by(visitor))
            may |= shown & Q(tribe__standing__in=OPENLY) & inside
            may |= shown & Q(audience__in=(Audience.EVERYONE, Audience.FOLLOWERS)) & (friends | followed)
            may |= shown & Q(audience=Audience.FRIENDS) & friends
            mine = Q(author=visitor, removed_at=None) & ~Q(standing=Standings.REMOVED)
            may |= mine & (Q(tribe=None) | inside)
        return _without_those_apart(self.filter(may), visitor)

    def in_feeds(self) -> PostQuerySet:
        """What shows."""
        return self.filter(is_shown=True)

    def newest_first(self) -> PostQuerySet:
        return self.order_by("-id")

    def for_cards(self) -> PostQuerySet:
        """With all that a card shows, and what decides what may be done with it, in one query."""
        return self.select_related("author", "tribe").only(*CARD_COLUMNS)


def _without_those_apart(posts: PostQuerySet, visitor: Visitor) -> PostQuerySet:
    """A block holds both ways, in every tribe."""
    if not isinstance(visitor, Account):
        return posts
    return posts.exclude(author__in=Block.objects.filter(blocker=visitor).values("blocked")).exclude(
        author__in=Block.objects.filter(blocked=visitor).values("blocker")
    )


def tribes_of(account: Account) -> models.QuerySet[models.Model]:
    """Keys of the tribes `account` is in, as a sub-select."""
    return Membership.objects.filter(account=account).values("tribe")  # type: ignore[return-value]


def friends_of(account: Account) -> models.QuerySet[models.Model]:
    """Keys of the friends of `account`, as a sub-select."""
    return Friendship.objects.filter(account=account).values("friend")  # type: ignore[return-value]


def _followed_by(account: Account) -> models.QuerySet[models.Model]:
    return Follow.objects.accepted().filter(follower=account).values("followed")  # type: ignore[return-value]
