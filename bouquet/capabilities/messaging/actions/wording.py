"""What somebody typed, as it is kept and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.messaging.engine.naming import without
from bouquet.capabilities.messaging.models import Member, Room
from bouquet.capabilities.messaging.models.message import LONGEST
from bouquet.foundation.text.folding import words_of
from bouquet.foundation.text.safe_html import handles_in, plain_text, safe_html
from bouquet.foundation.text.tidying import tidied_text

# More than this in one message is a round call, and nobody is called by it.
MOST_MENTIONS = 20
# Of a longer word, so much can be found.
LONGEST_WORD = 40


def require_words(typed: str) -> str:
    """The text as it is kept. ValidationError when nothing of it can be seen, or it is too long."""
    text = tidied_text(typed)
    if not plain_text(text):
        raise ValidationError(_("Please write something first."), code="empty")
    if len(text) > LONGEST:
        raise ValidationError(
            _("This message has %(length)d characters; %(most)d fit. Please shorten it: nothing was lost.")
            % {"length": len(text), "most": LONGEST},
            code="long",
        )
    return text


def html_of(text: str, called: list[Account], enclosed: Sequence[Mapping[str, Any]] = ()) -> str:
    """What pages show of `text`: people it calls are linked; what it carries is shown below, and not named again."""
    text = without(text, [one["key"] for one in enclosed]) if enclosed else text
    with override(settings.LANGUAGE_CODE):
        return safe_html(text, mentions={one.handle: reverse("accounts:profile", args=(one.handle,)) for one in called})


def to_find(text: str) -> str:
    """The words it can be found by: each once, folded."""
    return " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in words_of(text)))


def called_by(text: str, *, by: Account, room: Room) -> list[Account]:
    """Who is here of those `text` mentions and may read it: members, and of public rooms everybody; without those `by`
    and they keep apart from. No query when it mentions nobody."""
    handles = handles_in(text)[:MOST_MENTIONS] if "@" in text else []
    if not handles:
        return []
    people = Account.objects.active().filter(handle__in=handles).exclude(pk__in=hidden_from(by) | {by.pk})
    if room.openness != Room.Openness.PUBLIC or room.about is not None:
        people = people.filter(pk__in=Member.objects.filter(room=room).inside().values("account"))
    banned = Member.objects.filter(room=room, state=Member.State.BANNED)
    return list(people.exclude(pk__in=banned.values("account")))
