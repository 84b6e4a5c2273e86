"""Brings the twelve tribes to life, after the people and the videos. Safe to repeat."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from bouquet.capabilities.accounts.demo.people import PEOPLE
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.affinity.actions import allowing, declaring
from bouquet.capabilities.affinity.models import Basis
from bouquet.capabilities.comments.actions import reacting
from bouquet.capabilities.comments.actions.posting import post as comment_on
from bouquet.capabilities.comments.engine.palette import PALETTE
from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.discovery.models import Entry
from bouquet.capabilities.media.actions import photos as media_photos
from bouquet.capabilities.moderation.actions.reporting import report
from bouquet.capabilities.moderation.models import Pace
from bouquet.foundation.clock import clock
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import (
    attaching,
    befriending,
    decorating,
    founding,
    inviting,
    joining,
    keeping,
    meeting,
    polling,
    posting,
)
from bouquet.sites.tribes.demo import photos
from bouquet.sites.tribes.demo.first_posts import FIRST_POSTS
from bouquet.sites.tribes.demo.groups import GROUPS
from bouquet.sites.tribes.demo.last_posts import LAST_POSTS
from bouquet.sites.tribes.demo.telling import Group, Said
from bouquet.sites.tribes.engine.attachments import Attachments, EventDraft, PhotoDraft, PollDraft
from bouquet.sites.tribes.models import Audience, Post, Profile, Role, Tribe

Say = Callable[[str], None]
People = dict[str, Account]

NAMES = UUID("b7d8a9f4-55a2-4f0e-9f57-7d1c0f2b7a10")
POSTS = sorted((*FIRST_POSTS, *LAST_POSTS), key=lambda said: -said.hours_ago)
LONGEST_WAIT_SECONDS = 60
ZONE = ZoneInfo("Europe/Paris")
INSULT = ("velotaf", "theo", "Ceux qui râlent dans leur voiture sont des crétins finis, qu’ils dégagent.")


def seed(people: People, say: Say) -> None:
    """Tribes, who is in them, what is said there, and a report that waits for a moderator."""
    # What people like first: a tribe knows its affinities by their short names, and these give the whole ones.
    _like(people)
    tribes = {group.key: _tribe(group, people) for group in GROUPS}
    _befriend(people)
    say(f"{len(tribes)} tribes are there.")
    # In the order of time, whoever speaks: nobody may go faster than their trust allows. Told a second time, the story
    # begins a month ago again.
    Pace.objects.filter(account__in=people.values()).delete()
    acts = [act for said in POSTS for act in Thread(said, tribes[said.tribe], people).acts()]
    for hours_ago, act in sorted(acts, key=lambda one: -one[0]):
        with _earlier(hours_ago):
            act()
    _report_the_insult(people)
    say(f"The tribes are complete: {len(POSTS)} posts.")


def members_of(group: Group) -> list[str]:
    """Handles, the founder first: those who speak there, then others, the same ones every time."""
    speakers = [said.author for said in POSTS if said.tribe == group.key]
    speakers += [handle for said in POSTS if said.tribe == group.key for handle, _words in said.replies]
    others = [person.handle for person in PEOPLE if not person.is_operator]
    random.Random(group.key).shuffle(others)  # noqa: S311  # a story, no secret
    known = dict.fromkeys((group.founder, *group.keepers, *speakers))
    return list(dict.fromkeys((*known, *others)))[: max(group.size, len(known))]


def _tribe(group: Group, people: People) -> Tribe:
    founder = people[group.founder]
    tribe = Tribe.objects.filter(name=group.name).first()
    if tribe is None:
        with _earlier(29 * 24):
            tribe = founding.found(by=founder, details=_details(group))
    if not tribe.emblem:
        decorating.set_emblem(tribe=tribe, by=founder, file=photos.emblem(group.motif, group.colours))
        decorating.set_banner(tribe=tribe, by=founder, file=photos.banner(group.motif))
    missing = [handle for handle in members_of(group) if policies.membership_of(people[handle], tribe) is None]
    if missing:
        _let_in(tribe, founder, [people[handle] for handle in missing])
    for keeper in group.keepers:
        keeping.give_role(tribe=tribe, account=people[keeper], role=Role.KEEPER, by=founder)
    tribe.refresh_from_db()
    return tribe


def _details(group: Group) -> founding.Details:
    return founding.Details(
        name=group.name,
        openness=group.openness,
        about=group.about,
        rules=group.rules,
        tags=group.tags,
        place=group.place,
        questions=(group.question,) if group.question else (),
    )


def _let_in(tribe: Tribe, founder: Account, newcomers: list[Account]) -> None:
    with _earlier(28 * 24):
        if tribe.is_open:
            for newcomer in newcomers:
                joining.join(tribe=tribe, by=newcomer)
            return
        link = inviting.make_link(tribe=tribe, by=founder, most_uses=len(newcomers), days=7)
        for newcomer in newcomers:
            joining.join_by_link(link=link, by=newcomer)
        inviting.revoke_link(link=link, by=founder)


def _like(people: People) -> None:
    """Everybody likes what their tribes are about; two in three of those who may, let us learn from what they do."""
    for number, person in enumerate(PEOPLE):
        account = people[person.handle]
        tags = [tag for group in GROUPS if person.handle in members_of(group)[: group.size] for tag in group.tags]
        if tags and not declaring.tags_liked_by([account.pk]):
            declaring.declare(account=account, tags=list(dict.fromkeys(tags))[:6])
            if number % 3 and not person.is_private and person.birth_date.year < 2008:
                allowing.choose(account=account, basis=Basis.BEHAVIOUR, is_suggestible=True)
        if person.place:
            Profile.objects.update_or_create(account=account, defaults={"place": person.place})


def _befriend(people: People) -> None:
    """Whoever follows each other is friends; Léa has not answered Karim yet."""
    pairs = {
        (person.handle, followed)
        for person in PEOPLE
        for followed in person.follows
        if person.handle in next(one for one in PEOPLE if one.handle == followed).follows
    }
    with _earlier(20 * 24):
        for one, other in sorted(pairs):
            befriending.ask(account=people[other], by=people[one])
    befriending.ask(account=people["lea"], by=people["karim"])


class Thread:
    """One post and all that comes after it."""

    def __init__(self, said: Said, tribe: Tribe, people: People) -> None:
        self.said, self.tribe, self.people = said, tribe, people
        self.author, self.key = people[said.author], f"{said.tribe} {said.author} {said.hours_ago}"
        self.last_comment: Comment | None = None

    def acts(self) -> Iterator[tuple[float, Callable[[], object]]]:
        """How many hours ago, and what: each needs those before."""
        hours = self.said.hours_ago
        yield hours, self.publish
        yield hours * 0.8, self.take_part
        for number in range(len(self.said.replies)):
            yield hours * (0.7 - 0.6 * number / len(self.said.replies)), partial(self.reply, number)

    def publish(self) -> None:
        said = self.said
        self.post = Post.objects.filter(tribe=self.tribe, author=self.author, text=said.text).first() or _published(
            said, self.tribe, self.author, self.key
        )
        if said.is_pinned and not self.post.is_pinned:
            posting.pin(post=self.post, by=self.people[_group(said.tribe).founder])

    def take_part(self) -> None:
        """Reactions, votes, and who comes."""
        said, emoji = self.said, list(PALETTE)
        chance = random.Random(self.key)  # noqa: S311  # a story, no secret
        for reader in (self.people[handle] for handle in members_of(_group(said.tribe)) if handle != said.author):
            if chance.random() < said.love:
                chosen = chance.choices(emoji, weights=(6, 3, 3, 1, 0.3, 2))[0]
                reacting.react(ref=Ref("tribes.post", self.post.pk), by=reader, emoji=chosen)
            if said.poll and chance.random() < 0.7:
                most = chance.randint(1, 2) if said.poll.is_multiple else 1
                polling.vote(post=self.post, by=reader, options=chance.sample(range(len(said.poll.options)), most))
            if said.event and chance.random() < 0.6:
                answer = chance.choices(("going", "maybe", "no"), (6, 3, 1))[0]
                meeting.answer(post=self.post, by=reader, answer=answer)

    def reply(self, number: int) -> None:
        handle, words = self.said.replies[number]
        self.last_comment = comment_on(
            ref=Ref("tribes.post", self.post.pk),
            by=self.people[handle],
            text=words.removeprefix("> "),
            answers_to=self.last_comment if words.startswith("> ") else None,
            sent_with=uuid5(NAMES, f"{self.key} {number}").hex,
        )


def _published(said: Said, tribe: Tribe, author: Account, key: str) -> Post:
    shared = _video_called(said.video) if said.video else None
    if shared is not None:
        return posting.share(ref=shared, by=author, tribe=tribe, text=said.text)
    what = Attachments(photos=_shots(said, author, key), poll=_poll(said), event=_event(said))
    return attaching.publish(by=author, tribe=tribe, text=said.text, audience=Audience.TRIBE, what=what)


def _shots(said: Said, author: Account, key: str) -> tuple[PhotoDraft, ...]:
    return tuple(
        PhotoDraft(
            media_photos.receive(
                file=photos.draw(shot.motif), owner=author, alt=shot.alt, photo_id=uuid5(NAMES, f"{key} {shot.motif}")
            ).pk,
            shot.alt,
        )
        for shot in said.photos
    )


def _poll(said: Said) -> PollDraft | None:
    if said.poll is None:
        return None
    ends_at = clock.now() + timedelta(days=said.poll.days) if said.poll.days else None
    return PollDraft(said.poll.question, said.poll.options, is_multiple=said.poll.is_multiple, ends_at=ends_at)


def _event(said: Said) -> EventDraft | None:
    if said.event is None:
        return None
    with _earlier(-said.hours_ago):
        day = clock.now().astimezone(ZONE) + timedelta(days=said.event.in_days)
    starts_at = day.replace(hour=said.event.hour, minute=0, second=0, microsecond=0)
    ends_at = starts_at + timedelta(hours=said.event.hours)
    return EventDraft(said.event.title, starts_at, ends_at, place=said.event.place, link=said.event.link)


def _report_the_insult(people: People) -> None:
    """Salomé reports what Théo wrote: the desk has something to decide."""
    tribe, author, words = INSULT
    post = Post.objects.filter(tribe__name=_group(tribe).name, author=people["salome"]).latest("pk")
    with _earlier(2):
        insult = comment_on(
            ref=Ref("tribes.post", post.pk), by=people[author], text=words, sent_with=uuid5(NAMES, words).hex
        )
    with _earlier(1):
        report(
            ref=Ref("comments.comment", insult.pk),
            reason="hate",
            explanation="Des insultes, sous un message joyeux. Ce n’est pas l’esprit de la tribu.",
            by=people["salome"],
        )


def _video_called(title: str) -> Ref | None:
    """A video of the network, once search knows it."""
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        entry = Entry.objects.open().filter(kind="videos.video", title__startswith=title).first()
        if entry is not None:
            return Ref(entry.kind, entry.key)
        time.sleep(0.5)
    return None


def _group(key: str) -> Group:
    return next(group for group in GROUPS if group.key == key)


def _earlier(hours: float) -> AbstractContextManager[None]:
    return clock.travel(-timedelta(hours=hours))
