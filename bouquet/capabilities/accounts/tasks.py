"""What accounts do in the background."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from bouquet.capabilities.accounts.actions import copying


@task()
def make_copy(export_id: str) -> None:
    """Make a member's copy of their data and mail the link."""
    copying.make_copy(UUID(export_id))
