"""Message catalogs on disk: `locale/<language>/LC_MESSAGES/django.po` in every app, compiled to `.mo` beside it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("fr", "en")
# Names and dates that would change at every run and tell nothing that git does not.
_NOISE = ("POT-Creation", "PO-Revision", "Last-Trans", "Language-Team", "Report-Msgid", "Generated-By", "Project-Id")


def catalog_file(app: Path, language: str) -> Path:
    """Where the translations of an app into `language` are kept."""
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalog(path: Path, language: str) -> Catalog:
    """The catalog in `path`; an empty one when there is none yet."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def merge(texts: Catalog, translated: Catalog) -> Catalog:
    """A catalog of exactly `texts`, with the answers `translated` has for them; its other answers become obsolete.

    An obsolete answer comes back to life when its text does.
    """
    answers = {**translated.obsolete, **{_key(message): message for message in translated if message.id}}
    merged = Catalog(locale=translated.locale)
    for text in texts:
        if text.id:
            answer = answers.pop(_key(text), None)
            flags = text.flags | ({"fuzzy"} if answer is not None and answer.fuzzy else set())
            comments = answer.user_comments if answer else []
            string = answer.string if answer else None
            merged.add(text.id, string, text.locations, flags, user_comments=comments, context=text.context)
    for key, answer in answers.items():
        if answer.string and any(answer.string):
            merged.obsolete[key] = answer
    return merged


def as_text(catalog: Catalog) -> str:
    """The catalog as a .po file: by msgid, without line numbers and dates, so that it changes only when a text does."""
    written = io.BytesIO()
    write_po(written, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
    lines = written.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(tuple(f'"{word}' for word in _NOISE))]
    start = next(number for number, line in enumerate(kept) if not line.startswith("#"))
    return "".join(kept[start:])


def compile_catalogs(root: Path) -> int:
    """Compile every catalog below `root` that is newer than its `.mo`; returns how many."""
    stale = [path for path in _catalogs(root) if not _is_compiled(path)]
    for path in stale:
        draft = path.with_suffix(f".{os.getpid()}.draft")
        with draft.open("wb") as target:
            write_mo(target, read_catalog(path, path.parents[1].name))
        # The catalog's own time: a change made while this ran is newer, and compiled next time.
        os.utime(draft, ns=(path.stat().st_mtime_ns,) * 2)
        draft.replace(path.with_suffix(".mo"))
    return len(stale)


def _catalogs(root: Path) -> Iterator[Path]:
    return root.glob("*/*/locale/*/LC_MESSAGES/django.po")


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns == path.stat().st_mtime_ns


def _key(message: Message) -> str | tuple[str, str]:
    singular = message.id if isinstance(message.id, str) else message.id[0]
    return (singular, message.context) if message.context else singular
