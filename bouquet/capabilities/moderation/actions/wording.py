"""Words that cannot wait hidden for a moderator: names, what people and places say of themselves, notes."""

from __future__ import annotations

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions.holding import settle
from bouquet.capabilities.moderation.actions.screening import Verdict, screen
from bouquet.foundation.subjects.subject import Ref


class Refused(ValueError):
    """The words hold what this network does not take; `reason` is a sentence for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def refusal_of(*, text: str, by: Account, ref: Ref | None, previous: str = "") -> str:
    """Why these words of `by` are not taken, as a sentence for them; empty where they are.

    What stood in `previous` already is not looked at again. What is only doubtful is taken, and brings `ref`, where
    there is one, onto the desk.
    """
    if not text.strip() or text == previous:
        return ""
    screening = screen(text=text, by=by, ref_kind=ref.kind if ref else "", previous=previous, waits=False)
    if screening.verdict == Verdict.REFUSE:
        return screening.reason
    if ref is not None:
        settle(screening, ref=ref, by=by)
    return ""


def require_fit(*, text: str, by: Account, ref: Ref | None, previous: str = "") -> None:
    """The same; raises Refused."""
    reason = refusal_of(text=text, by=by, ref=ref, previous=previous)
    if reason:
        raise Refused(reason)


def refusal_of_member(text: str, by: Account, previous: str) -> str:
    """Of what a member says of themselves; of somebody who has no account yet, nothing comes onto the desk."""
    ref = None if by._state.adding else Ref("accounts.account", by.pk)
    return refusal_of(text=text, by=by, ref=ref, previous=previous)
