"""From the journals to the database: every line is counted once, however often somebody dies in between.

A batch of lines, the sessions it changes, the figures, and how far the journal was read are one transaction. Merging
what a session has seen is a union, so lines that come twice or late change nothing; which of a person's plays within an
hour is the one that counts is decided by when it became long enough.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bouquet.capabilities.audience.actions.sessions import FOLDER
from bouquet.capabilities.audience.actions.tallying import Tally
from bouquet.capabilities.audience.engine import journal, lines
from bouquet.capabilities.audience.engine.lines import Refused
from bouquet.capabilities.audience.models import JournalOffset
from bouquet.foundation.clock import clock

BATCH_BYTES = 1024 * 1024
# The keeper has other chores.
TURN_SECONDS = 0.8
# A file that was counted stays this long: SQLite may forget its last commits when the machine dies, and then counts it
# again from an older offset.
KEPT_SECONDS = 600
LOCK = "lock"


def take_journals() -> int:
    """Count what is new in all journals of this machine, for as long as one turn may take; returns how many lines."""
    until = time.monotonic() + TURN_SECONDS
    taken = 0
    for path in journal.segments(settings.BOUQUET_VAR / FOLDER):
        while count := take(path):
            taken += count
            if time.monotonic() > until:
                return taken
        _put_away(path)
    return taken


def take(path: Path) -> int:
    """Count the next batch of one journal; returns how many lines it had."""
    known = JournalOffset.objects.filter(name=path.name).values_list("offset", flat=True).first() or 0
    if path.stat().st_size <= known:
        return 0
    with transaction.atomic():
        # Two keepers must not both find that a person was not yet counted.
        JournalOffset.objects.get_or_create(name=LOCK, defaults={"taken_at": clock.now()})
        JournalOffset.objects.select_for_update().get(name=LOCK)
        row, _ = JournalOffset.objects.get_or_create(name=path.name, defaults={"taken_at": clock.now()})
        batch = journal.read(path, row.offset, most_bytes=BATCH_BYTES)
        if not batch.lines:
            return 0
        count(batch.lines)
        JournalOffset.objects.filter(pk=row.pk).update(offset=batch.end, taken_at=clock.now())
    return len(batch.lines)


def count(raw: list[bytes]) -> None:
    """Take journal lines in the order they were written."""
    read = [line for line in map(lines.read_line, raw) if line is not None]
    tally = Tally(line for line in read if not isinstance(line, Refused))
    for line in read:
        if isinstance(line, Refused):
            tally.add_refused(line)
        else:
            tally.add_seen(line)
    tally.write()


def _put_away(path: Path) -> None:
    """Delete a journal nobody writes any more and whose whole lines are all counted, after a while."""
    with contextlib.suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime > KEPT_SECONDS and journal.is_closed(path) and not take(path):
            path.unlink()
            JournalOffset.objects.filter(name=path.name).delete()
