"""The front page: one large video, what is popular, what is new, and what those I follow have made."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bouquet.capabilities.accounts.asking import visitor_of
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import none_muted, unwelcome_to
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.live.kept_parts import kept
from bouquet.sites.videos.actions.purging import HOME, WITHDRAWN
from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.views import listing

POPULAR = 9
NEW = 12
SPARE = 6
FOLLOWED = 8

_numbers = count()


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows. `edition` names this reading, for the parts drawn from it; None: for one member."""

    lead: Video | None
    popular: list[Video]
    new: list[Video]
    categories: list[Category]
    edition: int | None
    all_popular: tuple[Video, ...] = ()
    all_new: tuple[Video, ...] = ()

    @property
    def shown(self) -> list[Video]:
        return [*([self.lead] if self.lead else []), *self.popular, *self.new]


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=[])
def home(request: HttpRequest) -> HttpResponse:
    """For everybody; with the people they follow for members."""
    front = kept("videos:front", _front, tags=[HOME, WITHDRAWN])
    visitor = visitor_of(request)
    followed = []
    if isinstance(visitor, Account):
        front = _without(front, unwelcome_to(visitor))
        followed = _from_followed(visitor)
    return render(request, "videos/home.html", {"front": front, "followed": followed})


def _front() -> Front:
    # A few more than are shown, for those who are not shown all of them.
    popular = list(Video.objects.public().most_watched_first().for_cards()[: POPULAR + SPARE])
    new = list(Video.objects.public().newest_first().for_cards()[: NEW + SPARE])
    return _laid_out(popular, new, list(Category.objects.all()), next(_numbers))


def _without(front: Front, unwelcome: set[UUID]) -> Front:
    """The same for one member: drawn for them alone where something of it is left out."""
    if not any(video.author_id in unwelcome for video in front.shown):
        return front
    popular, new = (
        [one for one in rows if one.author_id not in unwelcome] for rows in (front.all_popular, front.all_new)
    )
    return _laid_out(popular, new, front.categories, None)


def _laid_out(popular: list[Video], new: list[Video], categories: list[Category], edition: int | None) -> Front:
    lead = popular[0] if popular else None
    others = [video for video in new[:NEW] if video != lead]
    return Front(lead, popular[1:POPULAR], others, categories, edition, tuple(popular), tuple(new))


def _from_followed(member: Account) -> list[Video]:
    """The newest videos of the people `member` follows.

    They are all by those who published last: looking no further costs the same however much the others have made.
    """
    theirs = Video.objects.for_followers().filter(author=OuterRef("followed")).newest_first()
    follows = Follow.objects.accepted().filter(follower=member).filter(none_muted(member, "followed"))
    latest = follows.annotate(last=Subquery(theirs.values("published_at")[:1])).order_by(
        F("last").desc(nulls_last=True)
    )
    authors = latest.values_list("followed", flat=True)[:FOLLOWED]
    found = [video for author in authors for video in _latest_of(author)]
    return sorted(found, key=lambda video: (video.published_at, video.pk), reverse=True)[:FOLLOWED]


def _latest_of(author: UUID) -> list[Video]:
    latest = Video.objects.for_followers().filter(author=author).newest_first()
    return list(latest.for_cards()[:FOLLOWED])


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=["after"])
def newest(request: HttpRequest) -> HttpResponse:
    """Everything public, the newest first."""
    page = listing.newest(Video.objects.public().unasked_for(visitor_of(request)), request.GET.get("after", ""))
    return listing.answer(request, "videos/newest.html", page, {})


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=["after"])
def popular(request: HttpRequest) -> HttpResponse:
    """Everything public, by the views of the week."""
    page = listing.most_watched(Video.objects.public().unasked_for(visitor_of(request)), request.GET.get("after", ""))
    return listing.answer(request, "videos/popular.html", page, {})
