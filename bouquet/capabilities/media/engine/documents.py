"""Files people send each other: which are taken, and whether one is what its name says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

_OFFICE: Final = ("docx", "xlsx", "pptx")
_OPEN: Final = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odg": "application/vnd.oasis.opendocument.graphics",
    "epub": "application/epub+zip",
}
_WORDS: Final = ("txt", "md", "csv", "tsv", "srt", "vtt", "ics", "vcf", "gpx", "json")
SUFFIXES: Final = ("pdf", *_OFFICE, *_OPEN, "zip", *_WORDS)
# What a double click would run, on any system, however it is wrapped.
_PROGRAMS: Final = {
    *("apk", "app", "appimage", "bat", "cmd", "com", "cpl", "deb", "dll", "dmg", "exe", "gadget", "hta", "inf", "iso"),
    *("jar", "jnlp", "js", "jse", "lnk", "msc", "msi", "msix", "mst", "pif", "pkg", "ps1", "reg", "rpm", "scf", "scr"),
    *("sct", "sh", "url", "vbe", "vbs", "wsc", "wsf", "wsh", "xll", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm"),
    *("potm", "ppam"),
}
_HEAD: Final = 1024
_MOST_ENTRIES: Final = 20_000


class NotTaken(ValueError):
    """A sort of file that is not passed on here, or one that is not what its name says."""


class HoldsAProgram(NotTaken):
    """Something in it would run."""


def check(file: BinaryIO, suffix: str) -> None:
    """Whether the content fits the name, by its first bytes and, of an archive, its table. Raises NotTaken.

    Nothing is unpacked, and nothing is ever shown from our hosts: it is only handed on, as a download.
    """
    look = _LOOKS.get(suffix)
    if look is None:
        raise NotTaken
    file.seek(0)
    look(file, suffix)
    file.seek(0)


def suffix_of(name: str) -> str:
    """In small letters, without its dot."""
    return Path(name).suffix.lower().removeprefix(".")


def _pdf(file: BinaryIO, suffix: str) -> None:
    if b"%PDF-" not in file.read(_HEAD):
        raise NotTaken


def _text(file: BinaryIO, suffix: str) -> None:
    """Anything without a NUL byte is text in some coding."""
    while part := file.read(1 << 20):
        if b"\0" in part and not part.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise NotTaken


def _archive(file: BinaryIO, suffix: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if len(names) > _MOST_ENTRIES:
                raise NotTaken
            if suffix == "zip":
                _require_no_program(names)
            elif suffix in _OFFICE:
                _require_no_macro(names, "[Content_Types].xml")
            else:
                _require_no_macro(names, "mimetype")
                with archive.open("mimetype") as kind:
                    if kind.read(100).strip() != _OPEN[suffix].encode():
                        raise NotTaken
    except NotTaken:
        raise
    # A damaged archive makes its reader stumble anywhere.
    except (zipfile.BadZipFile, OSError, ValueError, LookupError, RuntimeError, EOFError) as error:
        raise NotTaken from error


def _require_no_program(names: list[str]) -> None:
    if any(PurePosixPath(name.replace("\\", "/").rstrip(". ")).suffix.lower()[1:] in _PROGRAMS for name in names):
        raise HoldsAProgram


def _require_no_macro(names: list[str], marker: str) -> None:
    if marker not in names:
        raise NotTaken
    lower = [name.lower() for name in names]
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in lower):
        raise HoldsAProgram


_LOOKS: Final[dict[str, Callable[[BinaryIO, str], None]]] = {
    "pdf": _pdf,
    **dict.fromkeys((*_OFFICE, *_OPEN, "zip"), _archive),
    **dict.fromkeys(_WORDS, _text),
}
