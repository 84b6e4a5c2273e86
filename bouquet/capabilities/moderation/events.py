"""Facts about moderation."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ReportMade:
    """Somebody reported a thing."""

    report_id: UUID


@dataclass(frozen=True)
class SubjectHeld:
    """A thing waits, hidden, until somebody has looked at it."""

    case_id: UUID


@dataclass(frozen=True)
class SubjectModerated:
    """A thing was put into another standing: its pages, lists, indexes and notices follow."""

    kind: str
    key: UUID
    standing: str


@dataclass(frozen=True)
class DecisionMade:
    """A case was decided: the person concerned and those who reported are told."""

    decision_id: UUID


@dataclass(frozen=True)
class DecisionReversed:
    """What was decided is undone, and all is as it was."""

    decision_id: UUID


@dataclass(frozen=True)
class AppealMade:
    """Somebody contests a decision."""

    appeal_id: UUID


@dataclass(frozen=True)
class AppealDecided:
    """A person looked at the decision again; who contested it is told."""

    appeal_id: UUID
