"""May they? Each rule answers yes or no; `require_…` raises PermissionDenied."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied

from bouquet.capabilities.accounts import providers
from bouquet.capabilities.accounts.asking import Visitor
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import are_apart
from bouquet.capabilities.accounts.policies import safeguards_of
from bouquet.sites.tribes.models import Audience, Ban, Friendship, Membership, Openness, Post, Role, Tribe
from bouquet.sites.tribes.models.states import OPENLY


def membership_of(by: Visitor, tribe: Tribe) -> Membership | None:
    """What `by` is in `tribe`; None for who is not in it."""
    if not isinstance(by, Account):
        return None
    return Membership.objects.filter(tribe=tribe, account=by).first()


def is_keeping(by: Visitor, tribe: Tribe) -> bool:
    """Whether `by` looks after the tribe, as founder or keeper."""
    found = membership_of(by, tribe)
    return found is not None and found.is_keeping


def require_keeping(by: Account, tribe: Tribe) -> Membership:
    """Raises PermissionDenied unless `by` is the founder or a keeper."""
    found = membership_of(by, tribe)
    if found is None or not found.is_keeping:
        raise PermissionDenied
    return found


def require_founder(by: Account, tribe: Tribe) -> Membership:
    """Raises PermissionDenied unless `by` is the founder."""
    found = membership_of(by, tribe)
    if found is None or found.role != Role.FOUNDER:
        raise PermissionDenied
    return found


def require_can_post(by: Account, tribe: Tribe) -> None:
    """Members speak in a tribe that is not archived. Raises PermissionDenied."""
    if tribe.is_archived or membership_of(by, tribe) is None:
        raise PermissionDenied


def can_edit(by: Visitor, post: Post) -> bool:
    """Only its author changes a post, while its tribe is alive and they are in it."""
    if not isinstance(by, Account) or post.author_id != by.pk or post.removed_at is not None:
        return False
    return post.tribe is None or (not post.tribe.is_archived and membership_of(by, post.tribe) is not None)


def require_can_edit(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` may change the post."""
    if not can_edit(by, post):
        raise PermissionDenied


def require_may_join(by: Account, tribe: Tribe) -> None:
    """Raises PermissionDenied for who was banned from it, and for a tribe that is archived or closed by a decision."""
    if tribe.is_archived or tribe.standing not in OPENLY or Ban.objects.filter(tribe=tribe, account=by).exists():
        raise PermissionDenied


def require_can_invite(by: Account, tribe: Tribe) -> None:
    """Any member of an open tribe invites; in the others, who looks after it. Raises PermissionDenied."""
    found = membership_of(by, tribe)
    if found is None or tribe.is_archived or not (tribe.is_open or found.is_keeping):
        raise PermissionDenied


def can_be_invited(account: Account, tribe: Tribe, *, by: Account) -> bool:
    """Whether `by` may ask `account` into `tribe`: not across a block, not who was banned, not a young member whom
    `by` does not know (DSA art. 28)."""
    if account == by or not account.is_active or account.is_leaving or are_apart(by.pk, account.pk):
        return False
    if Ban.objects.filter(tribe=tribe, account=account).exists():
        return False
    return safeguards_of(account).strangers_may_invite or knows(account, by)


def can_befriend(by: Account, account: Account) -> bool:
    """Whether `by` may ask: nobody oneself or across a block; a young member only who is no stranger to them."""
    if account == by or not account.is_active or account.is_leaving or are_apart(by.pk, account.pk):
        return False
    return safeguards_of(account).strangers_may_invite or knows(account, by) or shares_a_tribe(account, by)


def knows(account: Account, other: Account) -> bool:
    """Whether `other` is no stranger to `account`: a friend, or somebody `account` follows."""
    return Friendship.objects.filter(account=account, friend=other).exists() or account.follows(other)


def shares_a_tribe(account: Account, other: Account) -> bool:
    """Whether keepers let both into one tribe. Into an open one anybody walks, and remains a stranger."""
    return bool(_who_share_a_tribe([account.pk], other.pk))


def who_know(accounts: Collection[UUID], other: UUID) -> set[UUID]:
    """Those of `accounts` who are friends of `other`, or in a tribe with them that keepers let both into."""
    friends = Friendship.objects.filter(account__in=accounts, friend=other).values_list("account", flat=True)
    return set(friends) | _who_share_a_tribe(accounts, other)


def without_the_young(people: Iterable[Account], viewer: Visitor) -> list[Account]:
    """`people` without young members to whom `viewer` is a stranger: lists of who is where lead nobody to them.

    No query where nobody is young.
    """
    there = list(people)
    young = {one.pk for one in there if not safeguards_of(one).found_by_age_or_place}
    if isinstance(viewer, Account):
        young -= {viewer.pk}
        young -= providers.who_know(young, viewer.pk) if young else set()
    return [one for one in there if one.pk not in young]


def _who_share_a_tribe(accounts: Collection[UUID], other: UUID) -> set[UUID]:
    theirs = Membership.objects.filter(account=other).exclude(tribe__openness=Openness.OPEN).values("tribe")
    rows = Membership.objects.filter(account__in=accounts, tribe__in=theirs)
    return set(rows.values_list("account", flat=True))


def audiences_for(author: Account) -> tuple[Audience, ...]:
    """For whom `author` may post on their own page, what is proposed first. A private account never to everyone."""
    if author.is_private:
        return (Audience.FOLLOWERS, Audience.FRIENDS)
    if safeguards_of(author).private_by_default:
        return (Audience.FRIENDS, Audience.FOLLOWERS, Audience.EVERYONE)
    return (Audience.EVERYONE, Audience.FOLLOWERS, Audience.FRIENDS)


def can_take_part(by: Visitor, post: Post) -> bool:
    """Whether `by` may vote and say whether they come: members in a tribe that is alive, elsewhere who may read it."""
    if not isinstance(by, Account) or not Post.objects.visible_to(by).filter(pk=post.pk, is_shown=True).exists():
        return False
    return post.tribe is None or (not post.tribe.is_archived and membership_of(by, post.tribe) is not None)


def require_can_take_part(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` may vote in the post's poll and answer its event."""
    if not can_take_part(by, post):
        raise PermissionDenied


def can_host(by: Visitor, post: Post) -> bool:
    """Whether `by` may move an event or call it off: its author while they are in the tribe, and the keepers."""
    return can_edit(by, post) or (post.tribe is not None and not post.tribe.is_archived and is_keeping(by, post.tribe))


def require_can_host(by: Account, post: Post) -> None:
    """Raises PermissionDenied unless `by` may change the post's event."""
    if not can_host(by, post):
        raise PermissionDenied
