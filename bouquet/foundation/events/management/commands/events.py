"""`bin/manage events`: every event with who listens; parked deliveries, and `--retry` for them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bouquet.foundation.events.delivering import retry_parked
from bouquet.foundation.events.models import Delivery
from bouquet.foundation.events.registry import registry


class Command(BaseCommand):
    help = "List every event with its subscribers, and the deliveries that failed three times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parked", action="store_true", help="only the parked deliveries, with their errors")
        parser.add_argument("--retry", action="store_true", help="try every parked delivery again")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["parked"] and not options["retry"]:
            self._list_events()
        parked = Delivery.objects.filter(state=Delivery.State.PARKED).select_related("event")
        self.stdout.write(f"{parked.count()} parked")
        for delivery in parked:
            self.stdout.write(
                f"  {delivery.event} → {delivery.subscriber}\n    {delivery.error.strip().splitlines()[-1]}"
            )
            if options["retry"]:
                retry_parked(delivery)

    def _list_events(self) -> None:
        for name in sorted(registry.classes):
            self.stdout.write(name)
            for subscriber in sorted(registry.listeners_of(name)) or ["(nobody)"]:
                self.stdout.write(f"  → {subscriber}")
