"""The home page: the feed of a member; for others, what there is to join."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from bouquet.capabilities.accounts.asking import is_fragment, visitor_of
from bouquet.capabilities.accounts.models import Account
from bouquet.sites.tribes.actions import gathering
from bouquet.sites.tribes.engine.keys import after_key
from bouquet.sites.tribes.models import Post, Tribe
from bouquet.sites.tribes.views import discovering
from bouquet.sites.tribes.views.keeping_pages import page_of_lists
from bouquet.sites.tribes.views.showing import shown

BEST = "best"


@page_of_lists()
def home(request: HttpRequest) -> HttpResponse:
    """The newest of one's tribes and people, or with `?sort=best` the best since the last visit."""
    visitor = visitor_of(request)
    if not isinstance(visitor, Account):
        return discovering.landing(request)
    is_best = request.GET.get("sort") == BEST
    after = after_key(request.GET.get("after", ""))
    since = None if after else gathering.note_visit(visitor)
    found = gathering.best(visitor, since=since) if is_best and since else gathering.newest(visitor, after=after)
    cards = shown(found.posts, visitor, reasons=_reasons(visitor, found.posts))
    context = {"cards": cards, "next_address": f"?after={found.after.hex}" if found.after else "", "is_best": is_best}
    if is_fragment(request) and after:
        return render(request, "tribes/parts/posts.html", context)
    context |= {"since": since, "mine": _Mine(found.tribes)}
    return render(request, "tribes/home.html", context)


def _reasons(member: Account, posts: list[Post]) -> dict[UUID, str]:
    """« Dans Grimpe Nantes », « Karim, que vous suivez »."""
    close = gathering.closeness_to(member, {post.author_id for post in posts if post.tribe_id is None})
    said = {}
    for post in posts:
        name = post.author.display_name
        if post.tribe is not None:
            said[post.pk] = gettext("In %(tribe)s") % {"tribe": post.tribe.name}
        elif post.author_id == member.pk:
            said[post.pk] = gettext("On your page")
        elif close.get(post.author_id) == gathering.FRIEND:
            said[post.pk] = gettext("%(name)s, among your friends") % {"name": name}
        else:
            said[post.pk] = gettext("%(name)s, whom you follow") % {"name": name}
    return said


class _Mine:
    """The tribes where something was said last. They are read when `looks`, which is all that they show, is new."""

    def __init__(self, named: list[gathering.Named]) -> None:
        self._named = named
        self.looks = " ".join(f"{tribe.key.hex}.{tribe.version}" for tribe in named)

    def tribes(self) -> list[Tribe]:
        """One query."""
        found = Tribe.objects.in_bulk([tribe.key for tribe in self._named])
        return [found[tribe.key] for tribe in self._named if tribe.key in found]
