"""`bin/manage messages`: collect the texts of every app into its catalogs, compile them, and say what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.foundation.text.engine import catalogs
from bouquet.foundation.text.engine.extracting import texts_of
from bouquet.foundation.text.engine.proofreading import faults_of


class Command(BaseCommand):
    help = "Update and compile the message catalogs; --check changes no catalog and fails on what is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", metavar="APP", help="labels of apps (default: every app of the house)")
        parser.add_argument("--check", action="store_true", help="fail on missing, wrong and out-of-date translations")
        parser.add_argument("--compile", action="store_true", help="only compile what is newer than its compiled form")
        parser.add_argument("--tidy", action="store_true", help="drop translations of texts that no longer exist")

    def handle(self, *args: Any, **options: Any) -> None:
        house = Path(settings.BASE_DIR) / "bouquet"
        faults: list[str] = []
        if not options["compile"]:
            for app in _own_apps(options["apps"]):
                faults += self._go_through(app, is_check=options["check"], is_tidy=options["tidy"])
        catalogs.compile_catalogs(house)
        for fault in faults:
            self.stdout.write(fault)
        if faults and options["check"]:
            raise CommandError(f"{len(faults)} faults in translations; bin/manage messages adds what is missing.")

    def _go_through(self, app: AppConfig, *, is_check: bool, is_tidy: bool) -> list[str]:
        folder = Path(app.path)
        texts = texts_of(folder)
        faults = []
        for language in catalogs.LANGUAGES:
            path = catalogs.catalog_file(folder, language)
            if not len(texts) and not path.exists():
                continue
            merged = catalogs.merge(texts, catalogs.read_catalog(path, language))
            if is_tidy:
                merged.obsolete.clear()
            shown = path.relative_to(settings.BASE_DIR)
            faults += [f"{shown}: {fault}" for fault in faults_of(merged, language=language)]
            written = catalogs.as_text(merged)
            if path.exists() and path.read_text(encoding="utf-8") == written:
                continue
            if is_check:
                faults.append(f"{shown}: is not up to date; run bin/manage messages {app.label}")
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(written, encoding="utf-8")
        return faults


def _own_apps(labels: list[str]) -> list[AppConfig]:
    if labels:
        return [apps.get_app_config(label) for label in labels]
    return [app for app in apps.get_app_configs() if app.name.startswith("bouquet.")]
