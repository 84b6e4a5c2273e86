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
from bouquet.foundation.live.caching import shared_page
from bouquet.foundation.live.kept_parts import kept
from bouquet.sites.videos.actions.purging import HOME, WITHDRAWN
from bouquet.sites.videos.models import Category, Video
from bouquet.sites.videos.views import listing

POPULAR = 9
NEW = 12
FOLLOWED = 8

_numbers = count()


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows to everybody. `edition` names this reading of it, for the parts drawn from it."""

    lead: Video | None
    popular: list[Video]
    new: list[Video]
    categories: list[Category]
    edition: int


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=[])
def home(request: HttpRequest) -> HttpResponse:
    """For everybody; with the people they follow for members."""
    front = kept("videos:front", _front, tags=[HOME, WITHDRAWN])
    visitor = visitor_of(request)
    followed = _from_followed(visitor) if isinstance(visitor, Account) else []
    return render(request, "videos/home.html", {"front": front, "followed": followed})


def _front() -> Front:
    popular = list(Video.objects.public().most_watched_first().for_cards()[:POPULAR])
    new = list(Video.objects.public().newest_first().for_cards()[:NEW])
    lead = popular[0] if popular else None
    others = [video for video in new if video != lead]
    return Front(lead, popular[1:], others, list(Category.objects.all()), next(_numbers))


def _from_followed(member: Account) -> list[Video]:
    """The newest videos of the people `member` follows.

    They are all by those who published last: looking no further costs the same however much the others have made.
    """
    theirs = Video.objects.for_followers().filter(author=OuterRef("followed")).newest_first()
    follows = Follow.objects.accepted().filter(follower=member)
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
    page = listing.newest(Video.objects.public(), request.GET.get("after", ""))
    return listing.answer(request, "videos/newest.html", page, {})


@shared_page(seconds=60, tags=lambda request: [HOME, WITHDRAWN], query=["after"])
def popular(request: HttpRequest) -> HttpResponse:
    """Everything public, by the views of the week."""
    page = listing.most_watched(Video.objects.public(), request.GET.get("after", ""))
    return listing.answer(request, "videos/popular.html", page, {})
