"""Which kinds of notice there are. An app introduces its own, in its `notices.py`, from its `apps.py`:

register_notice(
    NoticeKind(name="comments.reply", label=_("Replies to my comments"), icon="reply", sentence=reply_in_words)
)

def reply_in_words(group: Group) -> Line:
    text = ngettext("%(names)s replied to you", "%(names)s replied to you", group.people_count)
    return Line(text % {"names": group.names}, group.address)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.notifications.engine.frequency import Frequency as Frequency
from bouquet.capabilities.notifications.engine.naming import people_in_words
from bouquet.foundation.subjects.subject import Ref, Subject


@dataclass(frozen=True)
class Line:
    """One line of the inbox, of a push and of a mail: plain text, where it leads, and a picture of what it is about.

    `address` may be a path on every brand's host or absolute.
    """

    text: str
    address: str
    picture: str = ""


@dataclass(frozen=True)
class Group:
    """What a sentence is made of: the notices that are told as one, in the language of the moment.

    `people` are those of its actors whose faces are shown, the newest first; `people_count` is how many there are, 0
    for what nobody did. `subject` is the newest thing it is about, None where it is gone and need not be there.
    `data` is what was given to `tell` with the newest fact.
    """

    kind: str
    recipient: Account
    about: Ref
    subject: Subject | None
    people: tuple[Account, ...] = ()
    people_count: int = 0
    facts_count: int = 1
    data: Mapping[str, Any] = field(default_factory=dict)
    latest_at: datetime | None = None

    @property
    def names(self) -> str:
        """“Karim and 4 others”."""
        return people_in_words([person.display_name for person in self.people], self.people_count)

    @property
    def title(self) -> str:
        """What it is about, in one line; empty where it is gone."""
        return self.subject.title if self.subject else ""

    @property
    def address(self) -> str:
        """Where what it is about is; empty where it is gone."""
        return self.subject.address if self.subject else ""

    @property
    def picture(self) -> str:
        """The first picture of what it is about."""
        return self.subject.pictures[0] if self.subject and self.subject.pictures else ""


@dataclass(frozen=True)
class NoticeKind:
    """A sort of notice. `mail` and `push` are what a member has who never chose.

    `must_see`: told only to those who may see what it is about. `mandatory`: cannot be turned off, is told also to
    suspended members and of what they may not see any more (a moderator's decision, Regulation (EU) 2022/2065 art. 17);
    `urgent` ones of these wait for no quiet hours. `speaks`: it brings words of its actor to somebody; strangers do not
    reach young members so (DSA art. 28).
    """

    name: str
    label: str | Promise
    icon: str
    sentence: Callable[[Group], Line]
    mail: Frequency = Frequency.DAILY
    push: bool = True
    must_see: bool = True
    mandatory: bool = False
    urgent: bool = False
    speaks: bool = False

    @property
    def checks_sight(self) -> bool:
        """Whether who may not see what it is about is told nothing."""
        return self.must_see and not self.mandatory

    @property
    def breaks_quiet(self) -> bool:
        """Whether it reaches people in their quiet hours."""
        return self.mandatory and self.urgent


_kinds: dict[str, NoticeKind] = {}


def register_notice(kind: NoticeKind) -> None:
    """Have notices of `kind` told, shown and chosen. Again under the same name: the last one counts."""
    _kinds[kind.name] = kind


def notice_kind(name: str) -> NoticeKind | None:
    """The kind with this name; None when the app that knows it is not there (any more)."""
    return _kinds.get(name)


def notice_kinds() -> tuple[NoticeKind, ...]:
    """All of them, in the order of their apps."""
    return tuple(_kinds.values())


def unseen_kinds() -> frozenset[str]:
    """The names of those that are told also of what their recipient may not see."""
    return frozenset(kind.name for kind in _kinds.values() if not kind.checks_sight)


def urgent_kinds() -> frozenset[str]:
    """The names of those that wait for no quiet hours."""
    return frozenset(kind.name for kind in _kinds.values() if kind.breaks_quiet)
