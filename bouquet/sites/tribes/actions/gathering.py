"""The home feed: what the member's tribes and people posted, gathered when it is read.

Nothing is copied when somebody posts. Every tribe and every person's page remembers its newest post, so the first page
of n posts can only come from the n of them that posted last (docs/decisions/0066-tribes.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Value, When

from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import unwelcome_to
from bouquet.capabilities.comments.actions.talks import talks_of
from bouquet.foundation.clock import clock
from bouquet.foundation.queries.prepared import Prepared, PreparedList
from bouquet.foundation.subjects.subject import Ref
from bouquet.sites.tribes.actions.posting import POST
from bouquet.sites.tribes.engine.keys import key_at, moment_of
from bouquet.sites.tribes.models import Audience, Friendship, Post, Profile, Tribe

SIZE = 15
# SQLite takes 500 selects in one.
MOST_SELECTS = 400
# Among how many of the newest the best are chosen.
CANDIDATES = 150
# Who looked at their home page half an hour ago is still on the same visit.
VISIT = timedelta(minutes=30)
LONGEST_ABSENCE = timedelta(days=30)
# The row of tribes on top of the home page.
MOST_NAMED = 12

MINE, FRIEND, FOLLOWED = 2, 1, 0
_READS = {
    MINE: (Audience.EVERYONE, Audience.FOLLOWERS, Audience.FRIENDS),
    FRIEND: (Audience.EVERYONE, Audience.FOLLOWERS, Audience.FRIENDS),
    FOLLOWED: (Audience.EVERYONE, Audience.FOLLOWERS),
}


@dataclass(frozen=True)
class Source:
    """Where posts come from: a tribe (`closeness` None), or the page of a person."""

    key: UUID
    last_post_id: UUID
    closeness: int | None = None


class Named(NamedTuple):
    """A tribe, and the version of its looks."""

    key: UUID
    version: int


@dataclass(frozen=True)
class Gathered:
    """One page of the feed; `after` is where the next one goes on, None at the end. `tribes`: where something was said
    last.
    """

    posts: list[Post]
    after: UUID | None
    tribes: list[Named]


def newest(member: Account, *, after: UUID | None = None, size: int = SIZE) -> Gathered:
    """The newest first, beginning below the post `after`."""
    if after is None:
        keys, tribes = _first(member, size + 1)
    else:
        sources, tribes = _EVERY.of(member)
        keys = _newest_of(member, sources, size=size + 1, below=after)
    return Gathered(posts_for(keys[:size]), keys[size - 1] if len(keys) > size else None, tribes)


def best(member: Account, *, since: datetime) -> Gathered:
    """What was most talked of since `since`, among the newest: reactions and twice the comments, fading."""
    sources, tribes = _LIKELY.of(member)
    keys = _newest_of(member, sources, size=CANDIDATES, above=key_at(since))
    talks = talks_of([Ref(POST, key) for key in keys], None)
    now = clock.now()
    score = {}
    for key in keys:
        talk = talks[Ref(POST, key)]
        hours = max(0.0, (now - moment_of(key)).total_seconds() / 3600)
        score[key] = (1 + talk.total + 2 * talk.comments_count) / (hours + 12) ** 0.6
    return Gathered(posts_for(sorted(keys, key=lambda key: (score[key], key), reverse=True)[:SIZE]), None, tribes)


def note_visit(member: Account) -> datetime:
    """When the visit before this one ended: "since your last visit" means since then. Writes at most once a visit."""
    now = clock.now()
    at: datetime | None
    before_at: datetime | None
    at, before_at = next(iter(_VISITS.rows(member.pk)), (None, None))
    if at is None:
        Profile.objects.update_or_create(account=member, defaults={"home_at": now})
        return now - LONGEST_ABSENCE
    if at < now - VISIT:
        Profile.objects.filter(account=member).update(home_before_at=at, home_at=now)
        return max(at, now - LONGEST_ABSENCE)
    return max(before_at or now - LONGEST_ABSENCE, now - LONGEST_ABSENCE)


def closeness_to(member: Account, people: Iterable[UUID]) -> dict[UUID, int]:
    """Which of `people` are the member's friends: the reason beside a post. One query, none for nobody."""
    wanted = set(people) - {member.pk}
    if not wanted:
        return {}
    friends = Friendship.objects.filter(account=member, friend__in=wanted).values_list("friend", flat=True)
    return dict.fromkeys(wanted, FOLLOWED) | dict.fromkeys(friends, FRIEND)


def posts_for(keys: Sequence[UUID]) -> list[Post]:
    """The posts with these keys, in this order, with all that their cards show."""
    found = {post.pk: post for post in _POSTS.objects(keys)}
    return [found[key] for key in keys if key in found]


_POSTS = PreparedList(lambda keys: Post.objects.for_cards().filter(pk__in=keys))
_VISITS = Prepared(lambda member: Profile.objects.filter(account=member).values_list("home_at", "home_before_at"))


def _first(member: Account, wanted: int) -> tuple[list[UUID], list[Named]]:
    """The newest keys of all. They come from the sources that posted last, one for each post wanted; only when people
    the member keeps apart from posted last there, all sources must be asked."""
    sources, tribes = (_LAST if wanted <= SIZE + 1 else _EVERY).of(member)
    keys = _newest_of(member, sources[:wanted], size=wanted)
    if len(sources) > wanted and (len(keys) < wanted or keys[-1] < sources[wanted].last_post_id):
        keys = _newest_of(member, _EVERY.of(member)[0], size=wanted)
    return keys, tribes


def _tribes_of(member: UUID) -> Any:
    joined = Tribe.objects.joined_by(Account(pk=member)).order_by(F("last_post_id").desc(nulls_last=True))
    return joined.values_list("pk", "last_post_id", "version")


def _people_of(member: UUID) -> Any:
    friend = Exists(Friendship.objects.filter(account=member, friend=OuterRef("account")))
    friends = Friendship.objects.filter(account=member).values_list("friend")
    followed = Follow.objects.accepted().filter(follower=member).values_list("followed")
    mine = Account.objects.filter(pk=member).values_list("pk")
    closeness = Case(
        When(account=member, then=Value(MINE)),
        When(friend, then=Value(FRIEND)),
        default=Value(FOLLOWED),
        output_field=IntegerField(),
    )
    return (
        Profile.objects.filter(last_post_id__isnull=False, account__in=friends.union(followed, mine, all=True))
        .annotate(closeness=closeness)
        .order_by("-last_post_id")
        .values_list("account", "last_post_id", "closeness")
    )


class Sources:
    """A member's tribes and people, those that posted last first, at most `most` of each. Two queries."""

    def __init__(self, most: int | None) -> None:
        self._tribes = Prepared(lambda member: _tribes_of(member)[:most])
        self._people = Prepared(lambda member: _people_of(member)[:most])
        self._most = most

    def of(self, member: Account) -> tuple[list[Source], list[Named]]:
        """Where posts come from; and the tribes themselves, also those where nobody has said anything."""
        tribes = self._tribes.rows(member.pk)
        found = [Source(key, last) for key, last, _version in tribes if last]
        found += [Source(*row) for row in self._people.rows(member.pk)]
        found.sort(key=lambda source: source.last_post_id, reverse=True)
        return found[: self._most], [Named(key, version) for key, _last, version in tribes[:MOST_NAMED]]


_EVERY, _LIKELY, _LAST = Sources(None), Sources(CANDIDATES), Sources(SIZE + 2)


def _newest_of(
    member: Account, sources: Sequence[Source], *, size: int, below: UUID | None = None, above: UUID | None = None
) -> list[UUID]:
    """Keys of the newest posts of `sources`, each of which is read from its index no further than `size`."""
    apart = unwelcome_to(member) if sources else set()
    keys: list[UUID] = []
    for start in range(0, len(sources), MOST_SELECTS):
        keys += _read(sources[start : start + MOST_SELECTS], size=size, below=below, above=above, apart=apart)
    return sorted(keys, reverse=True)[:size]


def _read(
    sources: Sequence[Source], *, size: int, below: UUID | None, above: UUID | None, apart: set[UUID]
) -> list[UUID]:
    """One statement: a select for each source, which stops after `size` rows of its index, and the newest of all.

    Django's own `union` will not bound its parts on SQLite, hence the SQL, which both databases read alike.
    """
    table = connection.ops.quote_name(Post._meta.db_table)
    parts, values = [], []
    for number, source in enumerate(sources):
        conditions: list[tuple[str, Sequence[Any]]] = [("is_shown = %s", [True])]
        if source.closeness is None:
            conditions.append(("tribe_id = %s", [_adapted(source.key)]))
        else:
            conditions.append(("author_id = %s AND tribe_id IS NULL", [_adapted(source.key)]))
            reads = _READS[source.closeness]
            conditions.append((f"audience IN ({', '.join(['%s'] * len(reads))})", reads))
        if below is not None:
            conditions.append(("id < %s", [_adapted(below)]))
        if above is not None:
            conditions.append(("id > %s", [_adapted(above)]))
        if apart:
            conditions.append((f"author_id NOT IN ({', '.join(['%s'] * len(apart))})", [*map(_adapted, apart)]))
        where = " AND ".join(text for text, _values in conditions)
        # Names and conditions are ours; every value travels as a parameter.
        parts.append(f"SELECT id FROM (SELECT id FROM {table} WHERE {where} ORDER BY id DESC LIMIT %s) AS s{number}")  # noqa: S608
        values += [value for _text, given in conditions for value in given] + [size]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY id DESC LIMIT %s", [*values, size])
        return [key if isinstance(key, UUID) else UUID(key) for (key,) in cursor.fetchall()]


def _adapted(key: UUID) -> Any:
    return Post._meta.pk.get_db_prep_value(key, connection)
