"""An import as a job: a file is looked through, somebody says yes, and it is brought in. Each step may begin again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.moderation.actions import limiting
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.storage.store import store
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions.bringing import bring, check
from bouquet.sites.blogs.engine.incoming.nouns import Unreadable
from bouquet.sites.blogs.engine.incoming.opening import open_export
from bouquet.sites.blogs.engine.incoming.reports import MOST_KEPT
from bouquet.sites.blogs.events import ImportAsked, ImportConfirmed
from bouquet.sites.blogs.models import Blog, Import
from bouquet.sites.blogs.models.imports import FILE_KEPT, REPORT_KEPT

# What a page can send in one piece; longer files are for the shell.
MOST_BYTES: Final = 60 * 1024 * 1024
_PIECE: Final = 1024 * 1024


class OneAtATime(ValueError):
    """A file of this blog is still being looked through or brought in."""


def begin(*, blog: Blog, by: Account, file: BinaryIO, file_name: str, address: str = "") -> Import:
    """Keep the file and have it looked through. Editors may. Raises PermissionDenied, OneAtATime, TooFast."""
    policies.require_editing(by, blog)
    limiting.require_pace(account=by, verb="import")
    if any(one.is_under_way for one in blog.imports.all()):
        raise OneAtATime
    wanted = Import(blog=blog, by=by, file_name=Path(file_name).name[:200], address=address[:300])
    scratch = settings.BOUQUET_VAR / "scratch" / f"{wanted.pk}.import"
    scratch.parent.mkdir(parents=True, exist_ok=True)
    try:
        with scratch.open("wb") as target:
            while piece := file.read(_PIECE):
                target.write(piece)
        wanted.size_bytes = scratch.stat().st_size
        store().put_file(scratch, wanted.key)
    finally:
        scratch.unlink(missing_ok=True)
    with transaction.atomic():
        wanted.save(force_insert=True)
        announce(ImportAsked(wanted.pk))
    return wanted


def look_through(*, import_id: UUID) -> None:
    """Say what the file holds and what of it will not survive, or why it cannot be read. Writes nothing else."""
    wanted = Import.objects.filter(pk=import_id, state=Import.State.CHECKING).first()
    if wanted is None:
        return
    try:
        with store().open_local(wanted.key) as path:
            report = check(open_export(path, address=wanted.address), on_progress=_counter(wanted))
    except Unreadable as error:
        _refuse(wanted, error)
        return
    except FileNotFoundError:
        _refuse(wanted, Unreadable(Unreadable.UNKNOWN))
        return
    _settle(wanted, Import.State.CHECKING, state=Import.State.CHECKED, report=report.as_json(most=MOST_KEPT))


@transaction.atomic
def confirm(*, wanted: Import, by: Account, me: str = "") -> None:
    """Bring it in; `me` is the login `by` had there. Safe to repeat. Raises PermissionDenied."""
    policies.require_editing(by, wanted.blog)
    row = Import.objects.select_for_update().get(pk=wanted.pk)
    if row.state != Import.State.CHECKED:
        return
    logins = {author["login"] for author in row.report.get("authors", ())}
    row.state, row.by, row.me, row.done_count = Import.State.RUNNING, by, me if me in logins else "", 0
    row.save(update_fields=["state", "by", "me", "done_count"])
    announce(ImportConfirmed(row.pk))


def bring_in(*, import_id: UUID) -> None:
    """Write what the file holds. After a kill it goes on where it was: what is there is not written again."""
    wanted = Import.objects.select_related("blog", "by").filter(pk=import_id, state=Import.State.RUNNING).first()
    if wanted is None:
        return
    try:
        with store().open_local(wanted.key) as path:
            export = open_export(path, address=wanted.address)
            report = bring(export, blog=wanted.blog, by=wanted.by, me=wanted.me, on_progress=_counter(wanted))
    except Unreadable as error:
        _refuse(wanted, error)
        return
    except (PermissionDenied, FileNotFoundError):
        # Who asked for it edits there no more, or the file went meanwhile.
        _refuse(wanted, Unreadable(Unreadable.UNKNOWN))
        return
    facts = {"state": Import.State.DONE, "done_at": clock.now(), "report": report.as_json(most=MOST_KEPT)}
    if _settle(wanted, Import.State.RUNNING, **facts):
        store().delete(wanted.key)


@transaction.atomic
def drop(*, wanted: Import, by: Account) -> None:
    """Forget a file that is not being brought in, and its report; what was brought in stays."""
    policies.require_editing(by, wanted.blog)
    if wanted.state != Import.State.RUNNING:
        _forget(wanted)


def forget_old() -> None:
    """The keeper's chore: files nobody said yes to, and old reports."""
    now = clock.now()
    unused = Import.objects.filter(asked_at__lt=now - FILE_KEPT).exclude(state=Import.State.DONE)
    for wanted in unused.exclude(state=Import.State.RUNNING):
        _forget(wanted)
    for wanted in Import.objects.filter(asked_at__lt=now - REPORT_KEPT - timedelta(days=1)):
        _forget(wanted)


def _forget(wanted: Import) -> None:
    key = wanted.key
    wanted.delete()
    transaction.on_commit(lambda: store().delete(key), robust=True)


def _counter(wanted: Import) -> Any:
    def count(done: int, total: int) -> None:
        Import.objects.filter(pk=wanted.pk).update(done_count=done, total_count=total)

    return count


def _refuse(wanted: Import, error: Unreadable) -> None:
    facts = {"reason": error.reason, "detail": error.detail, "line": error.line, "column": error.column}
    if _settle(wanted, wanted.state, state=Import.State.REFUSED, refusal=facts):
        store().delete(wanted.key)


def _settle(wanted: Import, before: str, **facts: Any) -> bool:
    """Only where nobody else was faster."""
    return bool(Import.objects.filter(pk=wanted.pk, state=before).update(**facts))
