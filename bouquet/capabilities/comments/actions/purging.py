"""Pages of comments that are kept for everybody are dropped when what they show changes."""

from __future__ import annotations

from bouquet.foundation.live import purging
from bouquet.foundation.subjects.subject import Ref


def comments_tag(ref: Ref) -> str:
    """The tag of every kept page that shows what is said below `ref`, or how many react to it."""
    return f"comments:{ref.kind}:{ref.key.hex}"


def kind_tag(kind: str) -> str:
    """The tag of every kept page of comments on things of this kind."""
    return f"comments:{kind}"


def purge_comments_of(kind: str) -> None:
    """Drop them all: who may see many things at once has changed."""
    purging.purge(kind_tag(kind))


def purge_comments(ref: Ref) -> None:
    """Drop them: something was said; or, called by the app that owns the thing, others may see it now."""
    purging.purge(comments_tag(ref))
