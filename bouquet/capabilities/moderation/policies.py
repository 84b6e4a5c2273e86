"""Who moderates, who may judge which case, how far somebody is trusted."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.engine.measures import Ground, Measure
from bouquet.capabilities.moderation.models import Case, Decision, Moderator, Trust
from bouquet.foundation.queries.prepared import Prepared

HIGHEST = 3
# Asked for everything anybody says.
_MODERATORS = Prepared(lambda account: Moderator.objects.filter(pk=account).values_list("pk"))
_TRUST = Prepared(lambda account: Trust.objects.filter(pk=account).values_list("level"))
_KEEPERS_MEASURES = (Measure.KEEP, Measure.LABEL, Measure.HIDE, Measure.REMOVE)


def is_moderator(account: object) -> bool:
    """Whether the desk is open to them: moderators whom operators named, and operators. One query at most."""
    if not isinstance(account, Account) or not account.is_active:
        return False
    return account.is_operator or bool(_MODERATORS.rows(account.pk))


def trust_of(account: Account) -> int:
    """0 (new) to 3; reckoned by a task from their history (`actions.trusting`). One query."""
    if account.is_operator:
        return HIGHEST
    levels: list[tuple[int]] = _TRUST.rows(account.pk)
    return levels[0][0] if levels else 0


def is_keeper_of(account: Account, case: Case) -> bool:
    """Whether they keep what the case is about and no moderator is asked for."""
    return case.is_for_all and case.keepings.filter(account=account).exists()


def require_may_judge(account: Account, case: Case) -> bool:
    """Whether they judge it as a moderator (True) or as its keeper (False). PermissionDenied otherwise.

    Nobody judges what they made themselves, but operators, who answer for the network; nor what they decided already
    and was contested since, while there is another.
    """
    if case.not_again_id == account.pk and _is_another_than(account, case.author_id):
        raise PermissionDenied
    if is_moderator(account) and (case.author_id != account.pk or account.is_operator):
        return True
    if case.author_id != account.pk and is_keeper_of(account, case):
        return False
    raise PermissionDenied


def may_judge_appeal(account: Account, decision: Decision) -> bool:
    """Another than who decided, where there is one: Regulation (EU) 2022/2065 art. 20(6) wants it judged with care.

    Whether who moderates stays away is the operators' to judge.
    """
    if not is_moderator(account) or decision.account_id == account.pk:
        return False
    for_operators = _sends_a_moderator_away(decision)
    if for_operators and not account.is_operator:
        return False
    return decision.made_by_id != account.pk or not _is_another_than(account, decision.account_id, for_operators)


def may_take_back(account: Account, decision: Decision) -> bool:
    """Moderators, but what concerns themselves and what sends one of them away: operators only."""
    if account.is_operator:
        return is_moderator(account)
    return is_moderator(account) and decision.account_id != account.pk and not _sends_a_moderator_away(decision)


def _is_another_than(account: Account, concerned: UUID | None, operators: bool = False) -> bool:
    """Whether somebody else could judge in their place."""
    others: QuerySet[Account] = Account.objects.active().exclude(pk__in=[account.pk, concerned or account.pk])
    if operators:
        return others.filter(is_staff=True).exists()
    return others.filter(Q(is_staff=True) | Q(moderating__isnull=False)).exists()


def may_send_away(account: Account | None, *, by: Account | None) -> bool:
    """Whether `by` (None: a machine) may suspend or ban them: who moderates or runs the network, operators only."""
    return (by is not None and by.is_operator) or not is_moderator(account)


def _sends_a_moderator_away(decision: Decision) -> bool:
    """Also while they are away, and so not active."""
    if decision.sanction not in (Measure.SUSPEND, Measure.BAN) or decision.account is None:
        return False
    return decision.account.is_operator or Moderator.objects.filter(pk=decision.account_id).exists()


def require_keepers_measure(measure: str, sanction: str, ground: str) -> None:
    """A keeper looks after their place: things, by its rules. People and the law are the moderators'."""
    if measure not in _KEEPERS_MEASURES or sanction or ground != Ground.TERMS:
        raise PermissionDenied
