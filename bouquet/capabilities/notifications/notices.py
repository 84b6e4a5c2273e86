"""The notices about accounts, which cannot tell them themselves: they lie below."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
