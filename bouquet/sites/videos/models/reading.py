"""How videos are read: always through the person who asks, so that no page can forget to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import none_apart, none_muted
from bouquet.foundation.subjects.subject import Standing
from bouquet.sites.videos.models.states import State, Visibility

if TYPE_CHECKING:
    from bouquet.sites.videos.models.video import Video  # noqa: F401 (ruff does not see it in a base class)


# What a card shows and what decides whether it may; the long texts and the probe stay in the database.
CARD_COLUMNS = (
    "code",
    "title",
    "slug",
    "teaser",
    "state",
    "visibility",
    "standing_label",
    "duration_seconds",
    "duration_label",
    "published_at",
    "views_count",
    "week_views",
    "author__handle",
    "author__display_name",
    "author__avatar_key",
    "asset__key",
    "asset__state",
    "asset__is_public",
    "asset__poster",
    "asset__poster_candidates",
    "asset__has_storyboard",
    "asset__width",
    "asset__height",
    "asset__duration_seconds",
    "asset__playable_at",
)


class VideoQuerySet(models.QuerySet["Video"]):
    """Reads over videos. Pages use `visible_to` for one video by its address, and `listed_for` for every list."""

    def visible_to(self, visitor: Visitor, *, unlocked: Collection[str] = ()) -> VideoQuerySet:
        """What `visitor` may watch when they have the address.

        `unlocked` holds the lock codes of password videos whose password this browser has given.
        """
        published = Q(state=State.PUBLISHED)
        may = published & Q(visibility__in=(Visibility.PUBLIC, Visibility.UNLISTED))
        if unlocked:
            may |= published & Q(visibility=Visibility.PASSWORD, lock_code__in=tuple(unlocked))
        if isinstance(visitor, Account):
            may |= published & Q(visibility=Visibility.FOLLOWERS, author__in=_followed_by(visitor))
            may |= ~Q(state=State.REMOVED) & ~Q(standing=Standing.REMOVED) & Q(author=visitor)
        return self.filter(may).filter(none_apart(visitor))

    def premiering(self, visitor: Visitor) -> VideoQuerySet:
        """Public videos that will be shown at an hour, and may be waited for by `visitor`."""
        waiting = self.filter(state=State.WAITING, is_premiere=True, visibility=Visibility.PUBLIC)
        return waiting.filter(publish_at__isnull=False).filter(none_apart(visitor))

    def listed_for(self, visitor: Visitor, *, among: Collection[UUID] | None = None) -> VideoQuerySet:
        """What lists may show to `visitor`: public, for followers when they follow, and their own.

        With `among`, only of these keys.
        """
        published = self._published(among)
        if not isinstance(visitor, Account):
            return published.filter(visibility=Visibility.PUBLIC)
        return published.filter(
            Q(visibility=Visibility.PUBLIC)
            | Q(author=visitor)
            | Q(visibility=Visibility.FOLLOWERS, author__in=_followed_by(visitor))
        ).filter(none_apart(visitor))

    def unasked_for(self, visitor: Visitor) -> VideoQuerySet:
        """Without what `visitor` is not to be shown unasked: by people they block, who block them, or they mute."""
        return self.filter(none_apart(visitor)).filter(none_muted(visitor))

    def public(self, *, among: Collection[UUID] | None = None) -> VideoQuerySet:
        """What anybody may be shown: the lists that everybody shares. With `among`, only of these keys."""
        return self._published(among).filter(visibility=Visibility.PUBLIC)

    def for_followers(self) -> VideoQuerySet:
        """What lists show to those who follow the author."""
        return self.filter(state=State.PUBLISHED, visibility__in=(Visibility.PUBLIC, Visibility.FOLLOWERS))

    def _published(self, among: Collection[UUID] | None) -> VideoQuerySet:
        if among is None:
            return self.filter(state=State.PUBLISHED)
        # Read by key: SQLite, left to choose, walks all that is published (36 ms among 100,000) to find twelve.
        state_of_each = Coalesce("state", Value(""))
        return self.filter(pk__in=list(among)).alias(state_of_each=state_of_each).filter(state_of_each=State.PUBLISHED)

    def behind_a_password(self) -> VideoQuerySet:
        """Published videos that ask for a password: their page may say so, and nothing else."""
        return self.filter(state=State.PUBLISHED, visibility=Visibility.PASSWORD)

    def of(self, author: Account) -> VideoQuerySet:
        """What `author` made and did not remove."""
        return self.filter(author=author).exclude(state=State.REMOVED).exclude(standing=Standing.REMOVED)

    def removed(self) -> VideoQuerySet:
        """What waits in the bin."""
        return self.filter(state=State.REMOVED)

    def waiting(self) -> VideoQuerySet:
        """What its author has published and the house has not shown yet."""
        return self.filter(state=State.WAITING)

    def newest_first(self) -> VideoQuerySet:
        """In the order of publication, the last first."""
        return self.order_by("-published_at", "-id")

    def most_watched_first(self) -> VideoQuerySet:
        """By the views of the last seven days."""
        return self.order_by("-week_views", "-id")

    def published_before(self, moment: datetime, key: UUID) -> VideoQuerySet:
        """What comes after the video `key`, published at `moment`, in `newest_first`."""
        return self.filter(Q(published_at__lt=moment) | Q(published_at=moment, id__lt=key))

    def watched_less_than(self, week_views: int, key: UUID) -> VideoQuerySet:
        """What comes after the video `key` in `most_watched_first`."""
        return self.filter(Q(week_views__lt=week_views) | Q(week_views=week_views, id__lt=key))

    def for_cards(self) -> VideoQuerySet:
        """With all that a card shows, in one query."""
        return self.select_related("author", "asset").only(*CARD_COLUMNS)


def _followed_by(account: Account) -> models.QuerySet[Follow]:
    return Follow.objects.accepted().filter(follower=account).values("followed")  # type: ignore[return-value]
