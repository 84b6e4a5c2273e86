"""`bin/manage reindex [KIND]`: what can be found, learned anew from the apps that own it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.capabilities.discovery import kinds
from bouquet.capabilities.discovery.actions.rebuilding import reindex


class Command(BaseCommand):
    help = "Rebuild the index of everything findable, in batches; search answers meanwhile. Safe to stop and to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", nargs="?", default="", help="such as videos.video (default: every kind)")

    def handle(self, *args: Any, **options: Any) -> None:
        kind = options["kind"]
        if kind and kind not in kinds.listed_kinds():
            raise CommandError(f"{kind} is not a kind that can be found: {', '.join(kinds.listed_kinds())}.")
        looked = reindex(kind=kind, told=lambda name, seen: self.stderr.write(f"{name}: {seen}"))
        self.stdout.write(f"{looked} things were looked at.")
