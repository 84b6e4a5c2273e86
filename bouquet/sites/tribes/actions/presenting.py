"""What a member shows of themselves, to this visitor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.engine import ages
from bouquet.capabilities.accounts.models import Account, Follow
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.accounts.policies import safeguards_of, today
from bouquet.capabilities.affinity.actions import recommending
from bouquet.capabilities.affinity.models import Affinity, Tag
from bouquet.sites.tribes.actions.purging import purge_people
from bouquet.sites.tribes.models import Closeness, FriendAsk, Friendship, Membership, Openness, Profile, Tribe
from bouquet.sites.tribes.models.states import OPENLY

FEW = 12
MOST_AFFINITIES = 24
# Of whom is behind the age the safeguards name, these are shown to friends at most (DSA art. 28, guidelines of 2025).
TELLING = ("place", "birthday", "age")


@dataclass(frozen=True)
class Shown:
    """What of a person one visitor sees; None and empty for what they do not, or what there is not."""

    affinities: list[Tag] = field(default_factory=list)
    tribes: list[Tribe] = field(default_factory=list)
    in_common: set[UUID] = field(default_factory=set)
    friends: list[Account] = field(default_factory=list)
    friends_count: int | None = None
    place: str = ""
    birthday: date | None = None
    age: int | None = None


@dataclass(frozen=True)
class Standing:
    """How a member stands to a person: friends, who asked whom, follows (or asked to)."""

    are_friends: bool = False
    ask: FriendAsk | None = None
    follow: Follow | None = None


@dataclass(frozen=True)
class LikeYou:
    """Somebody who is like the member, and why."""

    person: Account
    reason: str


def shown_of(person: Account, visitor: Visitor) -> Shown:
    """Everything about `person` that `visitor` may see."""
    kept = _profile_of(person)
    near = _nearness(person, visitor)
    may = {name: _may(kept, name, near, person) for name in ("affinities", "tribes", "friends", *TELLING)}
    tribes = _tribes_of(person, visitor, all_visible=may["tribes"])
    common = _common(person, visitor, tribes)
    friends = friends_of(person, visitor) if may["friends"] else None
    return Shown(
        affinities=_affinities_of(person) if may["affinities"] else [],
        tribes=tribes,
        in_common=common,
        friends=[row.friend for row in friends[:FEW]] if friends is not None else [],
        friends_count=friends.count() if friends is not None else None,
        place=kept.place if may["place"] else "",
        birthday=person.birth_date if may["birthday"] else None,
        age=ages.age_on(today(), person.birth_date) if may["age"] and person.birth_date else None,
    )


def shows(person: Account, visitor: Visitor, what: str) -> bool:
    """Whether `person` shows `what` (tribes, friends, place…) to `visitor`."""
    return _may(_profile_of(person), what, _nearness(person, visitor), person)


def friends_of(person: Account, visitor: Visitor) -> QuerySet[Friendship]:
    """Rows of the friends of `person` that `visitor` may be shown, the newest first."""
    rows = Friendship.objects.filter(account=person, friend__is_active=True, friend__leaves_at=None)
    return rows.exclude(friend__in=hidden_from(visitor)).select_related("friend").order_by("-pk")


def standing_between(visitor: Visitor, person: Account) -> Standing:
    """Three small queries; none for oneself and for strangers."""
    if not isinstance(visitor, Account) or visitor == person:
        return Standing()
    return Standing(
        are_friends=Friendship.objects.filter(account=visitor, friend=person).exists(),
        ask=FriendAsk.objects.filter(Q(asker=visitor, asked=person) | Q(asker=person, asked=visitor)).first(),
        follow=Follow.objects.filter(follower=visitor, followed=person).first(),
    )


def people_like(member: Account, *, most: int) -> list[LikeYou]:
    """« Des gens comme vous », without one's friends."""
    found = recommending.people_like(account=member, most=most + FEW)
    friends = set(Friendship.objects.filter(account=member).values_list("friend", flat=True))
    people = Account.objects.active().not_hidden_from(member).in_bulk([one.ref.key for one in found])
    kept = [LikeYou(people[one.ref.key], one.reason) for one in found if one.ref.key in people]
    return [one for one in kept if one.person.pk not in friends][:most]


def birthdays_of(friends: Iterable[Account]) -> dict[UUID, date]:
    """Birthdays of friends who show them to their friends, within the next thirty days."""
    now = today()
    shown = {}
    for friend in friends:
        kept = getattr(friend, "tribes_profile", None)
        if kept is None or friend.birth_date is None or kept.shows_birthday == Closeness.NOBODY:
            continue
        if 0 <= _days_until(friend.birth_date, now) <= 30:
            shown[friend.pk] = friend.birth_date
    return shown


def first_profile(account: Account) -> Profile:
    """What holds for somebody who decided nothing: of a young member, less is shown."""
    profile = Profile(account=account)
    if account.is_private or safeguards_of(account).private_by_default:
        profile.shows_affinities = profile.shows_tribes = profile.shows_friends = Closeness.FRIENDS
        profile.shows_place = Closeness.NOBODY
    return profile


@transaction.atomic
def keep(profile: Profile) -> None:
    """Save what a member decided, without what the feeds keep beside it."""
    fields = [name for name in (one.name for one in Profile._meta.concrete_fields) if name.startswith("shows_")]
    values = {name: getattr(profile, name) for name in ("place", *fields)}
    Profile.objects.update_or_create(account_id=profile.account_id, defaults=values)
    purge_people([profile.account_id])


def _profile_of(person: Account) -> Profile:
    return Profile.objects.filter(account=person).first() or first_profile(person)


def _nearness(person: Account, visitor: Visitor) -> set[str]:
    """The levels `visitor` is within."""
    if not isinstance(visitor, Account):
        return {Closeness.EVERYONE}
    if visitor == person:
        return set(Closeness.values)
    levels = {Closeness.EVERYONE.value, Closeness.MEMBERS.value}
    if Friendship.objects.filter(account=person, friend=visitor).exists():
        levels.add(Closeness.FRIENDS.value)
    return levels


def _may(profile: Profile, what: str, near: set[str], person: Account) -> bool:
    level: str = getattr(profile, f"shows_{what}")
    if what in TELLING and not safeguards_of(person).found_by_age_or_place and level != Closeness.NOBODY:
        level = Closeness.FRIENDS
    return level in near


def _tribes_of(person: Account, visitor: Visitor, *, all_visible: bool) -> list[Tribe]:
    """The tribes of `person`: those `visitor` is in as well, and, if shown, others that are no secret."""
    theirs = Tribe.objects.filter(memberships__account=person, standing__in=OPENLY)
    mine = Membership.objects.filter(tribe=OuterRef("pk"), account=visitor.pk) if visitor.pk else None
    if visitor == person:
        allowed = Q()
    else:
        allowed = Q(pk__in=[]) if mine is None else Q(Exists(mine))
        if all_visible:
            allowed |= Q(openness__in=(Openness.OPEN, Openness.CLOSED), is_listed=True)
    return list(theirs.filter(allowed).order_by("-members_count", "pk")[:FEW])


def _common(person: Account, visitor: Visitor, tribes: list[Tribe]) -> set[UUID]:
    if not isinstance(visitor, Account) or visitor == person or not tribes:
        return set()
    rows = Membership.objects.filter(account=visitor, tribe__in=[tribe.pk for tribe in tribes])
    return set(rows.values_list("tribe", flat=True))


def _affinities_of(person: Account) -> list[Tag]:
    rows = Affinity.objects.liked().filter(account=person).select_related("tag")
    return [row.tag for row in rows.order_by("-is_pinned", "position")[:MOST_AFFINITIES]]


def _days_until(birth: date, now: date) -> int:
    """Days from `now` to the next birthday; who was born on 29 February is feted on 1 March in other years."""
    for year in (now.year, now.year + 1):
        try:
            day = birth.replace(year=year)
        except ValueError:
            day = date(year, 3, 1)
        if day >= now:
            return (day - now).days
    return 0
