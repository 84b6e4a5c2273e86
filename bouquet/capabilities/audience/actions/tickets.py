"""The ticket a page carries, so that pressing play needs no database."""

from __future__ import annotations

from uuid import UUID

from bouquet.capabilities.audience.engine import persons, tokens


def audience_ticket(
    kind: str, subject_id: UUID, *, duration_seconds: float, member_id: UUID | int | None = None, is_own: bool = False
) -> str:
    """What a page prints for its beacon (`data-beacon-ticket-value`), good for a week.

    A page that many visitors share names no member. On a page made for a member, `member_id` makes the play theirs on
    every device, and `is_own` says that they are the author, whose plays are shown but not counted.
    """
    person = "" if member_id is None else persons.member(member_id)
    return tokens.issue_ticket(kind, subject_id, duration_seconds=duration_seconds, person=person, is_own=is_own)
