"""Rooms with people in them, in a database of their own, for tests with real processes.

`python -m bouquet.capabilities.messaging.tests.stage set PEOPLE` makes them, `… stage log` tells what the log holds;
both in JSON on the last line.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bouquet.config.settings")


def main(arguments: list[str]) -> None:
    import django

    django.setup()
    told = _set(int(arguments[1])) if arguments[0] == "set" else _log()
    print(json.dumps(told))  # noqa: T201


def _set(count: int) -> dict[str, Any]:
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.messaging.actions import joining, opening
    from bouquet.capabilities.messaging.models import Room

    # Accounts are opened by the dozen; what protects passwords is slow by design.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The tables as they are now, without the way they came about: a fifth of the time.
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    people, cookies = [], []
    for number in range(count):
        account = Account.objects.create_superuser(f"person{number}", f"person{number}@example.org", "unused-secret")
        client = Client(HTTP_HOST="wideo.m6.localhost")
        client.force_login(account)
        people.append(account)
        cookies.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    rooms = []
    for number in range(2):
        room = opening.open_room(by=people[number], name=f"Salon {number}")
        for person in people:
            joining.join(room=room, by=person)
        rooms.append(room.code)
    seqs = dict(Room.objects.values_list("code", "seq"))
    return {"cookies": cookies, "rooms": {code: seqs[code] for code in rooms}}


def _log() -> dict[str, Any]:
    from bouquet.capabilities.messaging.actions import drawing
    from bouquet.capabilities.messaging.models import Event, Message

    events = Event.objects.order_by("room", "seq").values_list("room__code", "seq", "kind", "client")
    messages = Message.objects.select_related("author", "room").order_by("room", "seq")
    return {
        "events": [list(one) for one in events],
        "messages": {str(one.pk): drawing.message(one) for one in messages},
    }


if __name__ == "__main__":
    main(sys.argv[1:])
