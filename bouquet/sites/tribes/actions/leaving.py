"""A member is away, comes back, or is erased."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes.actions import befriending, joining, posting, purging
from bouquet.sites.tribes.events import PostChanged
from bouquet.sites.tribes.models import (
    Ask,
    Ban,
    FriendAsk,
    Friendship,
    Invitation,
    InvitationLink,
    Membership,
    Post,
    Profile,
    Tribe,
)
from bouquet.sites.tribes.models.states import OPENLY


@transaction.atomic
def hide_or_show(*, account_id: UUID) -> None:
    """What a member posted agrees with whether they are away (leaving, suspended). Safe to repeat, in any order."""
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        return
    posts = Post.objects.filter(author=account)
    Membership.objects.filter(account=account).update(is_away=account.is_away)
    if account.is_away:
        posts.filter(is_away=False).update(is_away=True, is_shown=False, version=F("version") + 1)
    else:
        there = Q(removed_at=None, standing__in=OPENLY)
        posts.filter(there, is_away=True).update(is_away=False, is_shown=True, version=F("version") + 1)
        posts.filter(is_away=True).update(is_away=False)
    purging.purge_everything()


def settle(*, account_id: UUID) -> None:
    """The feeds and the search follow what `hide_or_show` decided. Safe to repeat."""
    tribes = Post.objects.filter(author=account_id, tribe__isnull=False).values("tribe").distinct()
    for tribe_id in Tribe.objects.filter(pk__in=tribes).values_list("pk", flat=True):
        posting.refresh_last(Post(author_id=account_id, tribe_id=tribe_id))
    posting.refresh_last(Post(author_id=account_id, tribe=None))
    for key in Post.objects.filter(author=account_id).values_list("pk", flat=True).iterator(chunk_size=1000):
        with transaction.atomic():
            announce(PostChanged(key))


def forget_member(*, account_id: UUID, keeps_posts: bool) -> None:
    """Remove what an erased member leaves behind. Safe to repeat. Of what is kept, what stood in tribes stays."""
    for membership in Membership.objects.filter(account=account_id).select_related("tribe"):
        with transaction.atomic():
            joining.take_out(tribe=membership.tribe, account_id=account_id)
    for friend in Friendship.objects.filter(account=account_id).values_list("friend", flat=True):
        befriending.part(one=account_id, other=friend)
    FriendAsk.objects.filter(Q(asker=account_id) | Q(asked=account_id)).delete()
    for model in (Ask, Ban, Invitation):
        model.objects.filter(account=account_id).delete()
    Invitation.objects.filter(by=account_id).delete()
    InvitationLink.objects.filter(made_by=account_id).delete()
    if keeps_posts:
        hide_or_show(account_id=account_id)
        settle(account_id=account_id)
    for post in Post.objects.filter(author=account_id).iterator(chunk_size=500):
        if not keeps_posts or post.tribe_id is None or not post.is_shown:
            posting.erase(post=post)
    Profile.objects.filter(account=account_id).delete()
    purging.purge_everything()


@transaction.atomic
def part_after_block(*, one: UUID, other: UUID) -> None:
    """A block ends a friendship, and takes back what one asked of the other."""
    befriending.part(one=one, other=other)
    Invitation.objects.filter(Q(account=one, by=other) | Q(account=other, by=one)).delete()
