"""`bin/manage audit --verify`: whether the log of moderation is as it was written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.capabilities.moderation.actions import auditing
from bouquet.capabilities.moderation.models import AuditEntry


class Command(BaseCommand):
    help = "Show the log of moderation, or go through its chain of digests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--verify", action="store_true", help="reckon every digest again; fails when one is wrong")
        parser.add_argument("--expect", default="", metavar="DIGEST", help="a digest noted earlier, to be in the chain")
        parser.add_argument("--last", type=int, default=20, help="how many entries to show")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["verify"]:
            for one in reversed(AuditEntry.objects.order_by("-number")[: options["last"]]):
                who = one.actor or "machine"
                self.stdout.write(
                    f"{one.number}  {one.made_at.isoformat()}  {one.act}  {who}  {one.kind} {one.key or ''}"
                )
            return
        verdict = auditing.verify(expected=options["expect"])
        if not verdict.is_whole:
            raise CommandError(f"The log is not as it was written, from entry {verdict.broken_at} on.")
        self.stdout.write(f"{verdict.entries} entries, whole. Note this digest down elsewhere: {verdict.digest}")
