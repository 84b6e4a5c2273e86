"""`bin/manage nginx_conf`: a whole nginx.conf for this installation, on standard output."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bouquet.foundation.live.nginx import configuration


class Command(BaseCommand):
    help = "Print the configuration of an nginx in front of this installation (docs/operating/nginx.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--certificate", default="", help="TLS certificate with its chain (PEM)")
        parser.add_argument("--key", default="", help="its key (PEM)")
        parser.add_argument("--listen", default="", help="address:port in plain HTTP, when TLS ends elsewhere")
        parser.add_argument("--user", default="", help="the account nginx works as; it must be able to read the files")
        parser.add_argument("--run", default=str(settings.BOUQUET_VAR / "nginx"), help="folder for nginx's own files")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["certificate"]) != bool(options["key"]) or bool(options["certificate"]) == bool(
            options["listen"]
        ):
            raise CommandError("Give --certificate and --key, or --listen 127.0.0.1:8080 for plain HTTP.")
        self.stdout.write(
            configuration(
                run=options["run"],
                certificate=options["certificate"],
                key=options["key"],
                listen=options["listen"],
                user=options["user"],
            )
        )
