"""Comments, as search knows them: by their words, for whoever may find what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from bouquet.capabilities.comments.models import Comment
from bouquet.capabilities.comments.models.comment import KIND
from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.kinds import Listing
from bouquet.foundation.subjects.registry import subjects
from bouquet.foundation.subjects.subject import Ref, Standing, Subject
from bouquet.foundation.text.safe_html import plain_text, teaser

COMMENT = KIND


def collect(keys: Collection[UUID]) -> list[Listing]:
    """Those that everybody reads who may find the thing; none behind a warning, which search would not show first."""
    shown = Comment.objects.shown().filter(pk__in=keys).exclude(standing=Standing.LABELLED)
    said = list(shown.select_related("author"))
    known = subjects(comment.ref for comment in said)
    above = _listings_of({comment.about for comment in said})
    return [
        _listing(comment, known[comment.ref], above[comment.about])
        for comment in said
        if comment.ref in known and comment.about in above
    ]


def _listings_of(refs: Iterable[Ref]) -> dict[Ref, Listing]:
    keys: dict[str, list[UUID]] = defaultdict(list)
    for ref in refs:
        keys[ref.kind].append(ref.key)
    return {listing.ref: listing for kind, found in keys.items() for listing in kinds.collect(kind, found)}


def _listing(comment: Comment, subject: Subject, above: Listing) -> Listing:
    """Not found by the title of what it is about: a thousand comments would stand before other answers."""
    words = plain_text(comment.text)
    return Listing(
        ref=comment.ref,
        type="comment",
        title=teaser(words, length=80),
        address=subject.address,
        made_at=comment.posted_at,
        audience=above.audience,
        teaser=comment.author.display_name,
        body=words,
        language=above.language,
        author_id=comment.author_id,
        # As it was when the words were last looked at: reactions alone change nothing in the index.
        popularity=comment.likes_count,
        part_of=above.ref,
    )
