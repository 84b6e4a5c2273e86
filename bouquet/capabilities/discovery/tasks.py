"""Jobs of discovery."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.discovery.actions import following, indexing, related


@task()
def index(kind: str, key: str) -> None:
    """Know a thing as its app lists it now, and what lies near it."""
    indexing.index(kind=kind, keys=[UUID(key)])
    related.relate(kind=kind, key=UUID(key))


@task()
def follow(kind: str, key: str) -> None:
    """What is said below a thing, as it may be found now."""
    following.follow(kind=kind, key=UUID(key))


@task()
def look_again_at_all_by(account_id: str) -> None:
    """What a member made, after they left, came back or were erased."""
    indexing.look_again_at_all_by(account_id=UUID(account_id))
