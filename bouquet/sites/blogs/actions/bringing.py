"""Bring what another blog's export holds into a blog. Bringing it again makes nothing twice, also after a kill."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from django.db import transaction

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.events.announcing import announce
from bouquet.sites.blogs import policies
from bouquet.sites.blogs.actions import furnishing, leading
from bouquet.sites.blogs.actions.publishing import recount
from bouquet.sites.blogs.actions.unpacking import Unpacker
from bouquet.sites.blogs.actions.writing_down import Scribe
from bouquet.sites.blogs.engine.incoming.nouns import Entry
from bouquet.sites.blogs.engine.incoming.opening import HEADER, Export
from bouquet.sites.blogs.engine.incoming.preparing import Prepared, prepare
from bouquet.sites.blogs.engine.incoming.reports import Report
from bouquet.sites.blogs.engine.incoming.survey import Survey, survey
from bouquet.sites.blogs.events import BlogChanged, PicturesWanted
from bouquet.sites.blogs.models import Blog, Imported

# So many entries are written in one transaction: a kill loses no more than their work.
BATCH: Final = 20
Progress = Callable[[int, int], None]


def source_of(export: Export, found: Survey) -> str:
    """What the old blog is known by: bringing a later export of it brings only what is new."""
    own = str(found.head.settings.get("source", ""))
    return (own or f"{export.format}:{found.head.address or found.head.title}")[:200]


def check(export: Export, *, on_progress: Progress = lambda done, total: None) -> Report:
    """What is in the export and what of it will not survive. Writes nothing. Raises Unreadable."""
    found = survey(export.items())
    report = _report(export, found)
    pictures: set[str] = set()
    for number, prepared in enumerate(_prepared(export, found), 1):
        report.lose(prepared.losses)
        pictures.update(prepared.pictures)
        if number % BATCH == 0:
            on_progress(number, found.entries)
    report.counts["pictures"] = len(pictures)
    return report


def bring(
    export: Export,
    *,
    blog: Blog,
    by: Account,
    me: str = "",
    screens: bool = True,
    on_progress: Progress = lambda done, total: None,
) -> Report:
    """Write all of it into `blog`; `me` is the login there of `by`, who is an editor here.

    The export is read to its end before anything is written. `screens`: what the house does not publish stays a
    draft. Raises Unreadable and PermissionDenied. Pictures are fetched afterwards, by jobs.
    """
    author = policies.require_editing(by, blog)
    found = survey(export.items())
    report = _report(export, found)
    source = source_of(export, found)
    shelves = furnishing.furnish(blog, found)
    furnishing.wear_header(blog, export.photo(HEADER), by=by)
    unpacker = Unpacker(export, blog=blog, owner=by, source=source)
    scribe = Scribe(
        blog=blog, author=author, me=_me(me, found, by), found=found, source=source, shelves=shelves,
        unpacker=unpacker, screens=screens,
    )  # fmt: skip
    pictures: set[str] = set()
    entries = _prepared(export, found)
    done = 0
    while batch := list(islice(entries, BATCH)):
        _write(batch, scribe, report)
        for prepared in batch:
            report.lose(prepared.losses)
            pictures.update(prepared.pictures)
        done += len(batch)
        on_progress(done, found.entries)
    report.counts["pictures"] = len(pictures)
    _finish(blog, found, source, scribe, report)
    return report


def _write(batch: list[Prepared], scribe: Scribe, report: Report) -> None:
    keys = [prepared.entry.key for prepared in batch]
    known = scribe.known(keys)
    unpacked = {
        prepared.entry.key: scribe.unpacker.unpacked(prepared) for prepared in batch if prepared.entry.key not in known
    }
    with transaction.atomic():
        # One import at a time in a blog: whoever comes second finds what the first wrote.
        Blog.objects.select_for_update().get(pk=scribe.blog.pk)
        known = scribe.known(keys)
        for prepared in batch:
            if prepared.entry.key not in known and prepared.entry.key in unpacked:
                scribe.write(prepared, unpacked[prepared.entry.key], report.made)


@transaction.atomic
def _finish(blog: Blog, found: Survey, source: str, scribe: Scribe, report: Report) -> None:
    report.made["addresses"] += leading.lead(blog, found, source, names=scribe.slugs)
    recount(blog.pk)
    announce(BlogChanged(blog.pk))
    if Imported.objects.filter(blog=blog, waits=True).exists():
        announce(PicturesWanted(blog.pk))


def _prepared(export: Export, found: Survey) -> Iterator[Prepared]:
    seen: set[str] = set()
    for item in export.items():
        if isinstance(item, Entry) and item.key not in seen:
            seen.add(item.key)
            yield prepare(item, found)


def _report(export: Export, found: Survey) -> Report:
    report = Report(export.format, found.head.title, found.head.address)
    report.counts.update(found.counts)
    report.lose(found.losses)
    report.logins = [(person.login, person.name) for person in found.people.values()]
    return report


def _me(me: str, found: Survey, by: Account) -> str:
    """Which of the people there `by` is: as they said, or by their address of mail."""
    if me in found.people:
        return me
    same = (person.login for person in found.people.values() if by.email and person.email.lower() == by.email.lower())
    return next(same, "")
