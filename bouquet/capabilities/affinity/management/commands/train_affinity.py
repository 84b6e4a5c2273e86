"""`bin/manage train_affinity`: a new model now, without waiting for the keeper."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bouquet.capabilities.affinity.actions import training


class Command(BaseCommand):
    help = "Train the affinity model now; does nothing when its data has not changed."

    def handle(self, *args: Any, **options: Any) -> None:
        model = training.train()
        if model is None:
            self.stdout.write("There is nothing to recommend yet.")
            return
        self.stdout.write(f"{model}: {model.members} members, {model.tags} tags, {model.items} items")
