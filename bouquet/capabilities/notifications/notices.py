"""The notices about accounts, which cannot tell them themselves: they lie below."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from bouquet.capabilities.notifications.actions import addressing
from bouquet.capabilities.notifications.actions.telling import tell
from bouquet.capabilities.notifications.kinds import Frequency, Group, Line, NoticeKind
from bouquet.foundation.subjects.subject import Ref


def follow_in_words(group: Group) -> Line:
    """“Karim follows you.”"""
    text = ngettext("%(names)s follows you.", "%(names)s follow you.", group.people_count)
    return Line(text % {"names": group.names}, group.address)


FOLLOWS = NoticeKind(
    name="accounts.follow",
    label=_("New followers"),
    icon="user-round-plus",
    sentence=follow_in_words,
    mail=Frequency.WEEKLY,
)


def ask_in_words(group: Group) -> Line:
    """“Karim asks to follow you.”"""
    text = ngettext("%(names)s asks to follow you.", "%(names)s ask to follow you.", group.people_count)
    return Line(text % {"names": group.names}, addressing.followers())


def acceptance_in_words(group: Group) -> Line:
    """“Your request was accepted: you follow Karim now.”"""
    text = gettext("Your request was accepted: you follow %(names)s now.")
    return Line(text % {"names": group.names}, group.address)


FOLLOW_ASKS = NoticeKind(
    name="accounts.follow_asked", label=_("Requests to follow me"), icon="user-round-plus", sentence=ask_in_words
)

FOLLOW_ACCEPTANCES = NoticeKind(
    name="accounts.follow_accepted",
    label=_("Requests to follow somebody that were accepted"),
    icon="user-round-check",
    sentence=acceptance_in_words,
)


def follow_fact(follower_id: UUID, followed_id: UUID) -> str:
    """One follow, however often it is taken back and begun again."""
    return f"follow:{follower_id}:{followed_id}"


def tell_of_follow(*, follower_id: UUID, followed_id: UUID) -> None:
    """Tell a member who follows them; all new followers are one entry."""
    tell(
        kind=FOLLOWS.name,
        recipients=[followed_id],
        actor=follower_id,
        about=Ref("accounts.account", follower_id),
        fact=follow_fact(follower_id, followed_id),
        group="follows",
    )


def ask_fact(follower_id: UUID, followed_id: UUID) -> str:
    """One request, however often it is taken back and made again."""
    return f"follow_asked:{follower_id}:{followed_id}"


def tell_of_ask(*, follower_id: UUID, followed_id: UUID) -> None:
    """Tell a private account who asks to follow it; all requests are one entry, which leads to where they wait."""
    tell(
        kind=FOLLOW_ASKS.name,
        recipients=[followed_id],
        actor=follower_id,
        about=Ref("accounts.account", follower_id),
        fact=ask_fact(follower_id, followed_id),
        group="follow_asks",
    )


def tell_of_acceptance(*, follower_id: UUID, followed_id: UUID) -> None:
    """Tell who asked that they follow the account now."""
    tell(
        kind=FOLLOW_ACCEPTANCES.name,
        recipients=[follower_id],
        actor=followed_id,
        about=Ref("accounts.account", followed_id),
        fact=f"follow_accepted:{follower_id}:{followed_id}",
    )
