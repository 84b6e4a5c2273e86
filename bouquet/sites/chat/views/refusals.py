"""What a room answers instead of doing what was asked, as a sentence for the person."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext

from bouquet.capabilities.messaging.actions.editing import MessageGone
from bouquet.capabilities.messaging.actions.opening import CannotReach
from bouquet.capabilities.messaging.actions.posting import ReadOnly, Slow, WordsRefused
from bouquet.capabilities.messaging.actions.recording import RoomGone
from bouquet.capabilities.moderation.actions.limiting import TooFast

REFUSALS = (
    CannotReach,
    MessageGone,
    PermissionDenied,
    ReadOnly,
    RoomGone,
    Slow,
    TooFast,
    ValidationError,
    WordsRefused,
)


def sentence_of(refusal: Exception) -> str:
    """Why, and that nothing was lost."""
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, MessageGone):
        return gettext("This message is not there any more. Nothing was changed.")
    if isinstance(refusal, (PermissionDenied, RoomGone)):
        return gettext("You cannot do this here. Nothing was changed.")
    return str(refusal)
