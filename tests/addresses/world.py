"""A small network with every sort of person and every sort of tribe in it, and the addresses of all that is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from bouquet.capabilities.accounts.actions import blocking, suspending
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.actions import posting as saying
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.moderation.actions import naming, opening
from bouquet.capabilities.moderation.models import Case, Pace
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.models import Ask, Ban, Invitation, InvitationLink, Post, Role, Tribe
from bouquet.sites.tribes.tests.gatherings import drafts, outing, photo_of, posted, question
from bouquet.sites.tribes.tests.making import let_in, tribe_of
from tests.regulars import regular

HOST = "yootribe.m6.localhost"
SECRET = "framboise"
PEOPLE = (
    *("visitor", "stranger", "asker", "invited", "banned", "blocked", "suspended"),
    *("author", "member", "keeper", "founder", "moderator", "operator"),
)
OF_TRIBES = ("tribes", "comments", "moderation", "notifications", "affinity", "discovery")


@dataclass
class World:
    """Everybody, by what they are; `tribes` by openness and whether they are archived."""

    people: dict[str, Account | None]
    tribes: dict[tuple[str, bool], Place] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """Their browser, the same every time."""
        if who not in self.clients:
            client = Client(HTTP_HOST=HOST)
            person = self.people[who]
            if person is not None:
                client.force_login(person)
            self.clients[who] = client
        return self.clients[who]


@dataclass
class Place:
    """One tribe with what is in it."""

    tribe: Tribe
    post: Post
    comment: Comment
    case: Case
    ask: Ask
    ban: Ban
    invitation: Invitation
    link: InvitationLink

    def arguments(self, name: str, route: URLPattern) -> dict[str, Any]:
        """What stands in the address called `name`, of what is in this tribe."""
        keys: dict[str, Any] = {
            "tribes:answer": self.ask.pk,
            "tribes:lift_ban": self.ban.pk,
            "tribes:take_back": self.invitation.pk,
            "moderation:case": self.case.pk,
            "moderation:claim": self.case.pk,
            "moderation:release": self.case.pk,
        }
        codes = {"tribes:link": self.link.code, "tribes:revoke": self.link.code}
        known: dict[str, Any] = {
            "slug": self.tribe.slug,
            "code": codes.get(name, self.post.code),
            "handle": "the_author",
            "kind": POST,
            "key": keys.get(name, self.post.pk),
            "comment": self.comment.pk,
            "number": 1,
            "what": "emblem",
            "sort": "poll",
            "token": "x" * 43,
            "verb": "add",
            "year": 2026,
            "pk": 1,
        }
        return {part: known[part] for part in route.pattern.converters or route.pattern.regex.groupindex}


def a_world() -> World:
    """Each tribe holds a post of `author` with photos, a poll and an event, and a comment of theirs below it."""
    people: dict[str, Account | None] = {"visitor": None}
    for who in PEOPLE[1:]:
        people[who] = regular(f"the_{who}", who.capitalize(), is_operator=who == "operator")
    there: dict[str, Any] = people
    naming.name(account=there["moderator"], by=None)
    world = World(people)
    for openness, is_archived in (("open", False), ("closed", False), ("secret", False), ("open", True)):
        world.tribes[openness, is_archived] = _place(there, openness, is_archived)
    blocking.block(account=there["blocked"], by=there["author"])
    suspending.suspend(account=there["suspended"], until=None, reason="")
    there["suspended"].refresh_from_db()
    return world


def _place(there: dict[str, Any], openness: str, is_archived: bool) -> Place:
    founder, author = there["founder"], there["author"]
    tribe = tribe_of(founder, f"Tribu {openness}", openness=openness, tags=("escalade",))
    for who in ("author", "member", "suspended"):
        let_in(tribe, there[who])
    let_in(tribe, there["keeper"], role=Role.KEEPER)
    post = posted(
        author, tribe, f"Le mot est {SECRET}", photos=drafts(photo_of(author)), poll=question(), event=outing()
    )
    Pace.objects.all().delete()
    comment = saying.post(ref=Ref(POST, post.pk), by=author, text=f"Encore {SECRET}", sent_with=post.code)
    place = Place(
        tribe=tribe,
        post=post,
        comment=comment,
        case=opening.open_case(ref=Ref(POST, post.pk), source=Case.Source.OWN, reason="rules"),
        ask=Ask.objects.create(tribe=tribe, account=there["asker"], answers=[]),
        ban=Ban.objects.create(tribe=tribe, account=there["banned"], by=founder),
        invitation=Invitation.objects.create(tribe=tribe, account=there["invited"], by=founder),
        link=InvitationLink.objects.create(tribe=tribe, made_by=founder, most_uses=1, uses=1),
    )
    if is_archived:
        Tribe.objects.filter(pk=tribe.pk).update(archived_at=tribe.created_at)
        tribe.refresh_from_db()
    return place


def routes(*spaces: str) -> dict[str, URLPattern]:
    """Every address of these, by name, as the urlconf knows them."""
    with override("fr"):
        found = dict(_routes(get_resolver()))
    return {name: route for name, route in found.items() if name.partition(":")[0] in spaces}


def _routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or ""
            yield from _routes(pattern, f"{space}{inner}:" if inner else space)
        else:
            yield f"{space}{pattern.name}", pattern
