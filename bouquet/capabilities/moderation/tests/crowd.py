"""Everybody at once, in threads: two moderators decide one case, a member reports one thing, another goes fast.

In a module of its own, for on SQLite it runs in a process beside the test, on a file with a lock.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

EACH = 4
START = """
import sys, django
django.setup()
from bouquet.capabilities.moderation.tests import crowd
crowd.main(sys.argv[1])
"""


def together(acts: list[Callable[[], object]]) -> list[str]:
    """What each came to: `done`, or the name of what it raised."""
    said: list[str] = []
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        begin.wait()
        try:
            act()
            said.append("done")
        except Exception as error:
            said.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


def rush(told: dict[str, Any]) -> dict[str, Any]:
    """`told` names the accounts, a case and a thing; how each sort of act came out."""
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.moderation.actions import deciding, limiting, reporting
    from bouquet.capabilities.moderation.models import Case
    from bouquet.foundation.subjects.subject import Ref

    people = Account.objects.in_bulk([UUID(key) for key in told["people"].values()])
    marc, odile, lea = (people[UUID(told["people"][name])] for name in ("marc", "odile", "lea"))
    case = Case.objects.get(pk=told["case"])
    ref = Ref("tests.note", UUID(told["thing"]))

    def decide(by: Account) -> None:
        deciding.decide(ref=case.ref, measure="warn", by=by, case=case, reasons="Insulte.")

    decided = together([lambda by=by: decide(by) for by in (marc, odile) for _ in range(EACH)])  # type: ignore[misc]
    reported = together([lambda: reporting.report(ref=ref, reason="spam", explanation="…", by=lea)] * EACH)
    paced = together([lambda: limiting.require_pace(account=lea, verb="comment")] * (2 * EACH))
    return {name: Counter(said) for name, said in (("decided", decided), ("reported", reported), ("paced", paced))}


def main(told: str) -> None:
    sys.stdout.write(json.dumps(rush(json.loads(told))))


def rush_in_a_file(folder: Path, told: dict[str, Any]) -> tuple[dict[str, Any], sqlite3.Connection]:
    """The same on a copy of the test's database; with the copy, to look at."""
    copy = sqlite3.connect(folder / "bouquet.sqlite3")
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.commit()
    surroundings = {**os.environ, "BOUQUET_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "bouquet.config.settings"}
    asked = [sys.executable, "-W", "ignore", "-c", START, json.dumps(told)]
    done = subprocess.run(asked, env=surroundings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), copy
