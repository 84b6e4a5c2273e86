"""What affinity does in the background."""

from __future__ import annotations

from django_tasks import task

from bouquet.capabilities.affinity.actions import training


@task()
def train() -> None:
    """Make a new model, if one is still due when its turn comes."""
    training.train_if_due()


def train_when_due() -> None:
    """For the keeper: it looks, a worker learns."""
    if training.is_due():
        train.enqueue()
