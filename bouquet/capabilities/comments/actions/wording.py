"""What somebody typed, as it is kept and shown."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.accounts.models.relations import hidden_from
from bouquet.capabilities.comments.actions.addressing import person_path
from bouquet.capabilities.comments.models.comment import LONGEST
from bouquet.foundation.subjects.subject import Subject
from bouquet.foundation.text.safe_html import handles_in, plain_text, safe_html
from bouquet.foundation.text.tidying import tidied_text

# More than this in one comment is a round call, and nobody is called by it.
MOST_MENTIONS = 20


def require_words(typed: str) -> str:
    """The text as it is kept. ValidationError when nothing of it can be seen, or it is too long."""
    text = tidied_text(typed)
    if not plain_text(text):
        raise ValidationError(_("Please write something first."), code="empty")
    if len(text) > LONGEST:
        raise ValidationError(
            _("This comment has %(length)d characters; %(most)d fit. Please shorten it: nothing was lost.")
            % {"length": len(text), "most": LONGEST},
            code="long",
        )
    return text


def html_of(text: str, *, by: Account, subject: Subject) -> str:
    """What pages show of `text`: people who are mentioned are linked, and the moments of a video."""
    plays = subject.ref.kind.endswith(".video")
    mentions = {person.handle: person_path(person.handle) for person in mentioned(text, by=by)}
    return safe_html(text, moments_of=subject.address if plays else "", mentions=mentions)


def mentioned(text: str, *, by: Account) -> list[Account]:
    """Who is here of those `text` mentions, without those `by` and they keep apart from. At most two queries."""
    handles = handles_in(text)[:MOST_MENTIONS]
    if not handles:
        return []
    return list(Account.objects.active().filter(handle__in=handles).exclude(pk__in=hidden_from(by)))
