"""What a member's copy of their data holds of comments: what they said, with earlier versions, and their reactions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bouquet.capabilities.accounts.exporting import ExportFile, as_json
from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.comments.models import Comment, SubjectReaction
from bouquet.capabilities.comments.models.states import State
from bouquet.foundation.subjects import registry
from bouquet.foundation.subjects.subject import Ref


def collect(account: Account) -> Iterator[ExportFile]:
    """JSON of every row."""
    said = Comment.objects.filter(author=account).exclude(state=State.ERASED).order_by("pk")
    rows = said.prefetch_related("revisions").select_related("answers_to__author").iterator(chunk_size=200)
    yield as_json("comments.json", map(_comment, rows))
    reacted = SubjectReaction.objects.filter(account=account).order_by("pk").iterator(chunk_size=500)
    yield as_json("reactions.json", map(_reaction, reacted))


def _comment(comment: Comment) -> dict[str, Any]:
    answered = comment.answers_to
    return {
        "about": _address(comment.about),
        "in_answer_to": answered.author.handle if answered else None,
        "text": comment.text,
        "state": comment.state,
        "standing": comment.standing,
        "posted_at": comment.posted_at,
        "edited_at": comment.edited_at,
        "earlier": [{"text": one.text, "written_at": one.written_at} for one in comment.revisions.all()],
        "reactions": comment.likes_count,
    }


def _reaction(reaction: SubjectReaction) -> dict[str, Any]:
    about = _address(Ref(reaction.kind, reaction.key))
    return {"about": about, "emoji": reaction.emoji, "made_at": reaction.made_at}


def _address(ref: Ref) -> str | None:
    found = registry.subject(ref)
    return found.address if found else None
