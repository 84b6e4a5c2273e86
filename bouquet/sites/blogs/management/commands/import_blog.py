"""`bin/manage import_blog FILE`: bring a blog from WordPress (WXR), Ghost (JSON) or a full export of this house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from bouquet.capabilities.moderation.actions.limiting import TooFast
from bouquet.sites.blogs.actions.adopting import Adopted, NoSuch, adopt
from bouquet.sites.blogs.actions.bringing import check
from bouquet.sites.blogs.actions.opening import AddressTaken
from bouquet.sites.blogs.actions.sentences import loss_sentence
from bouquet.sites.blogs.engine.incoming.nouns import Unreadable
from bouquet.sites.blogs.engine.incoming.opening import open_export
from bouquet.sites.blogs.engine.incoming.reports import Report


class Command(BaseCommand):
    help = "Bring a blog from a WordPress, Ghost or Bouquet export; what was brought before stays as it is."
    # A dry run needs no database at all.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what will not survive, and write nothing")
        parser.add_argument("--json", action="store_true", help="one JSON object on the last line of the output")
        blog = "the blog's name below the brand's host; opened when there is none (default: named as the old blog)"
        parser.add_argument("--blog", default="", metavar="NAME", help=blog)
        owner = "whose blog it will be (default: the first operator, else an account made for it)"
        parser.add_argument("--owner", default="", metavar="HANDLE", help=owner)
        address = "where the blog was, such as https://blog.example (Ghost's exports do not say)"
        parser.add_argument("--address", default="", metavar="URL", help=address)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        self.is_json: bool = options["json"]
        adopted: Adopted | None = None
        try:
            export = open_export(path, address=options["address"].rstrip("/"))
            if options["dry_run"]:
                report = check(export)
            else:
                self._prepare_database()
                adopted = adopt(
                    export, slug=options["blog"], handle=options["owner"].removeprefix("@"), on_progress=self._tell
                )
                report = adopted.report
        except Unreadable as error:
            self._refuse(path, str(error), reason=error.reason, line=error.line, column=error.column)
        except OSError as error:
            self._refuse(path, error.strerror or str(error), reason="file")
        except (NoSuch, TooFast, AddressTaken) as error:
            self._refuse(path, str(error), reason="refused")
        self._say(report, adopted, is_dry=options["dry_run"])

    def _prepare_database(self) -> None:
        """A fresh installation has none yet; one with tables is its operator's to migrate."""
        tables = connection.introspection.table_names()
        if not tables:
            call_command("migrate", verbosity=0, interactive=False)
        if "cache" not in tables:
            call_command("createcachetable", verbosity=0)

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total}")

    def _refuse(self, path: Path, sentence: str, **facts: Any) -> NoReturn:
        if self.is_json:
            self.stdout.write(json.dumps({"ok": False, "file": path.name, "error": sentence, **facts}))
            raise SystemExit(1)
        raise CommandError(f"{path.name}: {sentence}. Nothing was written.")

    def _say(self, report: Report, adopted: Adopted | None, *, is_dry: bool) -> None:
        if not self.is_json:
            for loss in report.losses:
                self.stdout.write(f"- {loss_sentence(loss)}")
            counts = ", ".join(f"{count} {name}" for name, count in sorted(report.counts.items()))
            self.stdout.write(f"{report.title}: {counts}; {len(report.losses)} losses.")
            if adopted is not None:
                self.stdout.write(self._home(adopted))
            return
        blog = None
        if adopted is not None:
            blog = {
                "name": adopted.blog.slug,
                "title": adopted.blog.name,
                "address": adopted.blog.address(),
                "owner": adopted.owner.handle,
                "is_new": adopted.is_new_blog,
                "is_new_owner": adopted.is_new_owner,
            }
        facts = {"ok": True, "dry_run": is_dry, "blog": blog, **report.as_json()}
        self.stdout.write(json.dumps(facts, ensure_ascii=False))

    def _home(self, adopted: Adopted) -> str:
        claim = ""
        if adopted.is_new_owner:
            claim = (
                f" Nobody can sign in as @{adopted.owner.handle} yet: bin/manage changepassword {adopted.owner.handle}"
            )
        made = ", ".join(f"{count} {name}" for name, count in sorted(adopted.report.made.items()) if count)
        return f"{adopted.blog.address()} (@{adopted.owner.handle}): {made or 'nothing new'}.{claim}"
