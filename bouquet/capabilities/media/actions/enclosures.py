"""Files and sounds that go along with words: taken in, kept, erased."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.engine import documents, sounds
from bouquet.capabilities.media.events import EnclosureErased
from bouquet.capabilities.media.models import Enclosure
from bouquet.capabilities.media.models.enclosure import DOCUMENT, MOST_NAME
from bouquet.capabilities.media.models.sentences import size
from bouquet.foundation.clock import clock
from bouquet.foundation.events.announcing import announce
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.storage.store import store

MOST_BYTES: Final = 25 * 1024 * 1024
FORGOTTEN_AFTER: Final = timedelta(hours=24)
# As of photos: a bound for those who only fill our disk.
MOST_LENT: Final = 60


class NotPassedOn(policies.CannotReceive):
    """A sort of file that we do not take, or not what its name says."""

    status = 415

    def sentence(self) -> str:
        return gettext(
            "We cannot pass this file on: it is of a sort we do not take, or not what its name says. Send a PDF, an "
            "office document without macros, a text, a ZIP archive, a picture or a sound."
        )


class Runs(policies.CannotReceive):
    """There is a program in it."""

    status = 415

    def sentence(self) -> str:
        return gettext("There is a program or a macro in this file. Nobody could trust it, so we do not pass it on.")


class NoSound(policies.CannotReceive):
    """It cannot be heard."""

    status = 415

    def sentence(self) -> str:
        return gettext("We hear nothing in this recording. Record it again, or send another file.")


class SoundTooLong(policies.CannotReceive):
    """Beyond `sounds.MOST_SECONDS`."""

    status = 413

    def sentence(self) -> str:
        return gettext("This sound is too long: the longest we take is %(minutes)d minutes.") % {
            "minutes": sounds.MOST_SECONDS // 60
        }


class FileTooLarge(policies.CannotReceive):
    """Beyond `MOST_BYTES`."""

    status = 413

    def sentence(self) -> str:
        return gettext("This file is too large: the largest we take is %(limit)s.") % {"limit": size(MOST_BYTES)}


class TooManyFiles(policies.CannotReceive):
    """One member sent very many that nothing keeps."""

    status = 429

    def sentence(self) -> str:
        return gettext("You have sent many files without posting them. Post some of them first.")


def receive(
    *, file: BinaryIO, name: str, owner: Account, enclosure_id: UUID | None = None, is_voice: bool = False
) -> Enclosure:
    """The content of `file` becomes an enclosure of `owner`, called `name`, reached by nobody else yet.

    A sound (by its name, or `is_voice`) is made playable; anything else is checked and kept as it came. With a reserved
    `enclosure_id`, calling again gives the same one. Raises `policies.CannotReceive`, leaving nothing behind. Who shows
    it says so with `keep`; else it goes after a day.
    """
    known = Enclosure.objects.filter(pk=enclosure_id, owner=owner, is_whole=True).first() if enclosure_id else None
    if known is not None:
        return known
    length = file.seek(0, 2)
    file.seek(0)
    if length > MOST_BYTES:
        raise FileTooLarge
    if Enclosure.objects.owned_by(owner).filter(kept_at=None).count() >= MOST_LENT:
        raise TooManyFiles
    policies.require_can_receive(owner, size_bytes=length)
    suffix = documents.suffix_of(name)
    with _scratch() as folder:
        if is_voice or suffix in sounds.SUFFIXES:
            heard = _heard(file, folder, is_voice=is_voice)
            made = {"sort": Enclosure.Sort.SOUND, "seconds": heard.seconds, "peaks": heard.peaks}
        else:
            _require_passable(file, suffix)
            with (folder / DOCUMENT).open("wb") as target:
                shutil.copyfileobj(file, target)
            made = {"sort": Enclosure.Sort.FILE}
        sizes = [path.stat().st_size for path in folder.iterdir()]
        # The row is there before its files: what a crash leaves is found, and forgotten after a day.
        enclosure = Enclosure.objects.create(
            pk=enclosure_id if enclosure_id and not Enclosure.objects.filter(pk=enclosure_id).exists() else new_key(),
            owner=owner,
            name=clean_name(name),
            bytes=max(sizes),
            bytes_stored=sum(sizes),
            **made,
        )
        try:
            store().put_tree(folder, enclosure.folder)
            enclosure.is_whole = True
            enclosure.save(update_fields=["is_whole"])
        except BaseException:
            erase([enclosure])
            raise
    return enclosure


@transaction.atomic
def keep(enclosures: Iterable[Enclosure]) -> None:
    """Something shows these from now on. Safe to repeat."""
    keys = [one.pk for one in enclosures]
    Enclosure.objects.filter(pk__in=keys, kept_at=None).update(kept_at=clock.now())


@transaction.atomic
def erase(enclosures: Collection[Enclosure]) -> None:
    """They are gone; their files follow after the commit. Safe to repeat."""
    for row in Enclosure.objects.select_for_update().filter(pk__in=[one.pk for one in enclosures]):
        announce(EnclosureErased(enclosure_id=row.pk, folder=row.folder))
        row.delete()


def forget_what_nobody_kept() -> None:
    """The keeper's chore: files that were sent for something that was never said."""
    erase(list(Enclosure.objects.filter(kept_at=None, received_at__lt=clock.now() - FORGOTTEN_AFTER)[:500]))


def clean_name(name: str) -> str:
    """The last part of a path, on one line, printable, as long as is kept; its suffix stays."""
    plain = name.replace("\\", "/").rpartition("/")[2]
    # Marks that turn the direction of writing would make `exe.pdf` of `fdp.exe`.
    plain = " ".join("".join(char if char.isprintable() else " " for char in plain).split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if len(plain) > MOST_NAME and dot:
        plain = f"{stem[: MOST_NAME - len(suffix) - 1]}.{suffix}"
    return plain[:MOST_NAME] or "file"


def _require_passable(file: BinaryIO, suffix: str) -> None:
    try:
        documents.check(file, suffix)
    except documents.HoldsAProgram:
        raise Runs from None
    except documents.NotTaken:
        raise NotPassedOn from None


def _heard(file: BinaryIO, folder: Path, *, is_voice: bool) -> sounds.Heard:
    source = folder / "source"
    with source.open("wb") as target:
        shutil.copyfileobj(file, target)
    try:
        return sounds.develop(source, folder, is_voice=is_voice)
    except sounds.TooLong:
        raise SoundTooLong from None
    except sounds.NotASound:
        raise NoSound from None
    finally:
        source.unlink()


@contextmanager
def _scratch() -> Iterator[Path]:
    parent = settings.BOUQUET_VAR / "scratch"
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        yield Path(folder)
