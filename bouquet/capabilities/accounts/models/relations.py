"""Who wants nothing to do with whom: blocks hold both ways, a mute is between me and what I read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from bouquet.capabilities.accounts.models.account import Account
from bouquet.capabilities.accounts.models.follow import Follow
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.queries.prepared import Prepared


class Block(models.Model):
    """`blocker` and `blocked` see nothing of each other when signed in, and cannot reach each other anywhere."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    blocker = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="blocks_of_them")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="accounts_block_once"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="accounts_block_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class Mute(models.Model):
    """`muter` is told and shown nothing of `muted` unasked; `muted` never learns of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    muter = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mutes_of_them")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["muter", "muted"], name="accounts_mute_once"),
            models.CheckConstraint(condition=~Q(muter=F("muted")), name="accounts_mute_others_only"),
        ]

    def __str__(self) -> str:
        return f"{self.muter_id} mutes {self.muted_id}"


_BLOCKS = Prepared(
    lambda viewer: Block.objects.filter(Q(blocker=viewer) | Q(blocked=viewer)).values_list("blocker", "blocked")
)
_MUTES = Prepared(lambda viewer: Mute.objects.filter(muter=viewer).values_list("muted"))


def hidden_from(viewer: object) -> set[UUID]:
    """Everyone whom `viewer` must not see: they block the viewer, or the viewer blocks them. One query.

    None for a visitor nobody knows, without a query.
    """
    if not isinstance(viewer, Account):
        return set()
    pairs = _BLOCKS.rows(viewer.pk)
    return {blocked if blocker == viewer.pk else blocker for blocker, blocked in pairs}


def muted_by(viewer: object) -> set[UUID]:
    """Whom `viewer` would rather not hear of. One query; none for a visitor nobody knows."""
    if not isinstance(viewer, Account):
        return set()
    return {muted for (muted,) in _MUTES.rows(viewer.pk)}


def are_apart(one: UUID, other: UUID) -> bool:
    """Whether one of the two blocks the other."""
    return Block.objects.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one)).exists()


@dataclass(frozen=True)
class Relation:
    """What `viewer` decided about a person, for the menu beside their name."""

    follow: Follow | None
    mutes: bool
    blocks: bool


def relation_of(viewer: Account, person: Account) -> Relation:
    """Three small queries."""
    return Relation(
        follow=Follow.objects.filter(follower=viewer, followed=person).first(),
        mutes=Mute.objects.filter(muter=viewer, muted=person).exists(),
        blocks=Block.objects.filter(blocker=viewer, blocked=person).exists(),
    )


def none_apart(viewer: object, author: str = "author") -> Q:
    """As a filter of rows that have an `author`: none by people whom `viewer` blocks or who block `viewer`."""
    if not isinstance(viewer, Account):
        return Q()
    mine = Block.objects.filter(blocker=viewer).values("blocked")
    theirs = Block.objects.filter(blocked=viewer).values("blocker")
    return ~Q(**{f"{author}__in": mine}) & ~Q(**{f"{author}__in": theirs})


def none_muted(viewer: object, author: str = "author") -> Q:
    """Likewise: none by people whom `viewer` mutes. For what is shown unasked."""
    if not isinstance(viewer, Account):
        return Q()
    return ~Q(**{f"{author}__in": Mute.objects.filter(muter=viewer).values("muted")})


def _unwelcome(viewer: UUID) -> Any:
    mine = Block.objects.filter(blocker=viewer).values_list("blocked")
    theirs = Block.objects.filter(blocked=viewer).values_list("blocker")
    return mine.union(theirs, Mute.objects.filter(muter=viewer).values_list("muted"))


_UNWELCOME = Prepared(_unwelcome)


def unwelcome_to(viewer: object) -> set[UUID]:
    """Whom `viewer` is not to be shown unasked: `hidden_from` and `muted_by` together, in one query."""
    return {key for (key,) in _UNWELCOME.rows(viewer.pk)} if isinstance(viewer, Account) else set()
