"""`bin/manage transparency 2026 [--csv]`: the yearly report of moderation (DSA art. 15 and 24)."""

from __future__ import annotations

import csv
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from bouquet.capabilities.moderation.actions import summarising


class Command(BaseCommand):
    help = "Write the transparency report of a year, as JSON or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("--csv", action="store_true", help="CSV instead of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        told = summarising.summary(options["year"])
        if not options["csv"]:
            self.stdout.write(json.dumps(told.as_json(), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            return
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(summarising.COLUMNS)
        writer.writerows(told.as_rows())
