"""bin/manage front: what pages need from npm packages, fonts, icons and style sheets, brought up to date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from bouquet.foundation.ui.front import build


class Command(BaseCommand):
    help = "Copies front-end packages, cuts fonts, joins icons and style sheets; does nothing when nothing changed."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            build(root=settings.BASE_DIR, into=settings.BOUQUET_VAR / "front", say=self.stdout.write)
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is missing: run npm ci in {settings.BASE_DIR} first.") from error
