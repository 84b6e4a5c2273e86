"""Keep the list of watched words."""

from __future__ import annotations

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.engine import words
from bouquet.capabilities.moderation.models import WatchedWord


@transaction.atomic
def watch(*, word: str, action: str, language: str, by: Account | None) -> WatchedWord:
    """`word` does `action` from now on, in texts of `language` (empty: in all). Repeated, the last action counts."""
    made, _is_new = WatchedWord.objects.update_or_create(
        normal=words.normalised(word), language=language, defaults={"word": word, "action": action, "added_by": by}
    )
    auditing.log("word.watched", by=by, word=made.pk, action=action, language=language)
    return made


@transaction.atomic
def forget(*, word: WatchedWord, by: Account) -> None:
    """It does nothing any more."""
    deleted, _ = WatchedWord.objects.filter(pk=word.pk).delete()
    if deleted:
        auditing.log("word.forgotten", by=by, word=word.pk)
