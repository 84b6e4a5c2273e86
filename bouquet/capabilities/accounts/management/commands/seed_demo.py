"""`bin/manage seed_demo`: the demo network, as `bin/run` makes it at its first start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bouquet.capabilities.accounts.demo.seeds import seed


class Command(BaseCommand):
    help = "Make the demo network: people, what they publish, and a month of their life together. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BOUQUET_DEMO:
            raise CommandError("This is not a demo (BOUQUET_DEMO): its accounts all have a password everybody knows.")
        seed(self._say)
        (settings.BOUQUET_VAR / "demo" / "seeded").touch()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
