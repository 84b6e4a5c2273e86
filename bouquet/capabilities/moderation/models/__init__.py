"""Nouns of moderation."""

from bouquet.capabilities.moderation.models.appeal import Appeal
from bouquet.capabilities.moderation.models.audit import AuditEntry, AuditHead
from bouquet.capabilities.moderation.models.case import Case, Keeping
from bouquet.capabilities.moderation.models.decision import Decision
from bouquet.capabilities.moderation.models.moderator import Moderator
from bouquet.capabilities.moderation.models.redress import OutOfCourtBody
from bouquet.capabilities.moderation.models.report import Report
from bouquet.capabilities.moderation.models.trained import TrainedModel
from bouquet.capabilities.moderation.models.trust import Pace, Trust
from bouquet.capabilities.moderation.models.watched_word import WatchedWord

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditHead",
    "Case",
    "Decision",
    "Keeping",
    "Moderator",
    "OutOfCourtBody",
    "Pace",
    "Report",
    "TrainedModel",
    "Trust",
    "WatchedWord",
]
