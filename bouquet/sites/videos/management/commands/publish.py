"""`bin/manage publish FILE…`: publish from disk, as an upload would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.capabilities.accounts.models import Account
from bouquet.sites.videos.actions.importing import Outcome, publish_file


class Command(BaseCommand):
    help = "Publish video files for everybody, titled by their own title or by their name; waits for each to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        whom = "who publishes (default: the first operator)"
        parser.add_argument("--as", dest="handle", default="", metavar="HANDLE", help=whom)
        parser.add_argument("--json", action="store_true", help="one JSON object a line, and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        author = self._author(options["handle"])
        is_good = True
        for path in options["files"]:
            outcome = publish_file(path, by=author)
            self.stdout.write(outcome.as_json() if options["json"] else _sentence(outcome))
            self.stdout.flush()
            is_good = is_good and outcome.state != "failed"
        if not is_good:
            raise SystemExit(1)

    def _author(self, handle: str) -> Account:
        known = Account.objects.active()
        candidates = known.with_handle(handle) if handle else known.filter(is_staff=True).order_by("opened_at")
        author: Account | None = candidates.first()
        if author is None:
            missing = f"There is no account @{handle}." if handle else "There is no operator yet: name one with --as."
            raise CommandError(missing)
        return author


def _sentence(outcome: Outcome) -> str:
    if outcome.state == "published":
        made = ", ".join(outcome.renditions)
        return f"{outcome.file}: {outcome.address} ({outcome.width}×{outcome.height}, {made}) {outcome.reason}".rstrip()
    return f"{outcome.file}: {outcome.state}. {outcome.reason}"
