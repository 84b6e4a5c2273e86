"""`bin/manage plant_affinity --into DIR`: a network whose communities are known, as train.txt and test.txt."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.capabilities.affinity.engine.planted import Plan, plant, write


class Command(BaseCommand):
    help = "Make up a network of communities for bin/bench affinity --data DIR."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, required=True, metavar="DIR")
        for field in fields(Plan):
            parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan(**{field.name: options[field.name] for field in fields(Plan)})
        if min(plan.members, plan.communities, plan.acts) < 1 or plan.items < 8 or not 0 < plan.held < 1:
            raise CommandError("At least one member, community and act, eight items, and a held share between 0 and 1.")
        if not (0 <= plan.noise <= 1 and 0 <= plan.second <= 1):
            raise CommandError("Noise and second are shares: from 0 to 1.")
        made = plant(plan)
        write(made.split, options["into"])
        self.stdout.write(made.split.story)
