"""Come into a tribe: by oneself, by asking, by a link, by an invitation. And leave."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import wording
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.sites.tribes import policies
from bouquet.sites.tribes.actions import succeeding
from bouquet.sites.tribes.events import JoinAnswered, JoinAsked, TribeJoined, TribeLeft
from bouquet.sites.tribes.models import Ask, Invitation, InvitationLink, Membership, Role, Tribe, Verdict

LONGEST_ANSWER = 600


class LinkUsedUp(ValueError):
    """The link has let in as many as it may, is over, or was revoked."""


@transaction.atomic
def join(*, tribe: Tribe, by: Account) -> Membership:
    """Into an open tribe, or one that invited `by`. Safe to repeat. PermissionDenied elsewhere."""
    invited = Invitation.objects.filter(tribe=tribe, account=by, declined_at=None).exists()
    if not tribe.is_open and not invited and policies.membership_of(by, tribe) is None:
        raise PermissionDenied
    return _let_in(tribe, by)


@transaction.atomic
def join_by_link(*, link: InvitationLink, by: Account) -> Membership:
    """Into the tribe of `link`, whatever its openness. One use for each person who was not in yet.

    Raises LinkUsedUp, also to the last of two who come at the same moment.
    """
    member = policies.membership_of(by, link.tribe)
    if member is not None:
        return member
    policies.require_may_join(by, link.tribe)
    held = InvitationLink.objects.select_for_update().get(pk=link.pk)
    member = policies.membership_of(by, link.tribe)
    if member is not None:
        # They pressed twice, and the first press let them in meanwhile.
        return member
    if not held.opens_at(clock.now()):
        raise LinkUsedUp
    InvitationLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1)
    return _let_in(link.tribe, by)


@transaction.atomic
def ask(*, tribe: Tribe, by: Account, answers: Sequence[str]) -> Ask:
    """Ask to join a closed tribe, with an answer to each of its questions. Asking again while one waits changes it.

    Raises `wording.Refused`.
    """
    if tribe.is_secret or policies.membership_of(by, tribe) is not None:
        raise PermissionDenied
    policies.require_may_join(by, tribe)
    given = [
        {"question": question, "answer": answer.strip()[:LONGEST_ANSWER]}
        for question, answer in zip(tribe.questions, answers, strict=False)
    ]
    wording.require_fit(text="\n".join(one["answer"] for one in given), by=by, ref=None)
    made, is_new = Ask.objects.update_or_create(
        tribe=tribe, account=by, verdict=Verdict.WAITING, defaults={"answers": given}
    )
    if is_new:
        announce(JoinAsked(made.pk))
    return made


@transaction.atomic
def withdraw(*, tribe: Tribe, by: Account) -> None:
    """Take one's request back."""
    Ask.objects.filter(tribe=tribe, account=by, verdict=Verdict.WAITING).delete()


@transaction.atomic
def answer(*, ask: Ask, by: Account, accepts: bool) -> None:
    """A keeper lets somebody in, or does not. Safe to repeat: the first answer counts."""
    policies.require_keeping(by, ask.tribe)
    now, verdict = clock.now(), Verdict.ACCEPTED if accepts else Verdict.DECLINED
    waiting = Ask.objects.filter(pk=ask.pk, verdict=Verdict.WAITING)
    if not waiting.update(verdict=verdict, decided_by=by, decided_at=now):
        return
    if accepts:
        _let_in(ask.tribe, ask.account)
    announce(JoinAnswered(ask.pk))


@transaction.atomic
def leave(*, tribe: Tribe, by: Account) -> None:
    """Out of the tribe; who founded it is succeeded. Safe to repeat."""
    take_out(tribe=tribe, account_id=by.pk)


def take_out(*, tribe: Tribe, account_id: UUID) -> None:
    """End a membership, in the running transaction, and settle what hangs on it."""
    membership = Membership.objects.select_for_update().filter(tribe=tribe, account=account_id).first()
    if membership is None:
        return
    membership.delete()
    Tribe.objects.filter(pk=tribe.pk, members_count__gt=0).update(members_count=F("members_count") - 1)
    announce(TribeLeft(tribe.pk, membership.account_id))
    if membership.role == Role.FOUNDER:
        succeeding.succeed(tribe=tribe)


def _let_in(tribe: Tribe, account: Account) -> Membership:
    policies.require_may_join(account, tribe)
    membership, is_new = Membership.objects.get_or_create(tribe=tribe, account=account)
    Invitation.objects.filter(tribe=tribe, account=account).delete()
    if is_new:
        Ask.objects.filter(tribe=tribe, account=account, verdict=Verdict.WAITING).update(
            verdict=Verdict.ACCEPTED, decided_at=clock.now()
        )
        Tribe.objects.filter(pk=tribe.pk).update(members_count=F("members_count") + 1)
        announce(TribeJoined(tribe.pk, account.pk))
    return membership
