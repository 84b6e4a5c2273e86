"""Codes to sentences, in the language of the moment: what is wrong with this very file, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext

from bouquet.capabilities.media.engine import refusals

# Failures of our own machinery: the file is kept, and trying again is one click.
BROKE_OFF = "broke_off"
NO_SPACE = "no_space"
NO_WORKER = "no_worker"
ORIGINAL_MISSING = "original_missing"


def refusal_sentence(code: str, params: Mapping[str, Any], *, file_name: str) -> str:
    """One sentence about the file called `file_name`; an empty text when `code` is empty."""
    if not code:
        return ""
    name = file_name or gettext("This file")
    return _REFUSALS.get(code, _unusable)(params) % {"name": name, **_shown(params)}


def failure_sentence(code: str) -> str:
    """One sentence about what failed on our side; an empty text when `code` is empty."""
    if not code:
        return ""
    if code == NO_SPACE:
        return gettext("Our disk was full while the video was being prepared. Your file is safe: try again later.")
    if code == NO_WORKER:
        return gettext("The preparation stopped several times before its end. Your file is safe: try again.")
    if code == ORIGINAL_MISSING:
        return gettext("The file you sent can no longer be found. Please send it again.")
    return gettext("The preparation broke off because of a fault on our side. Your file is safe: try again.")


def warning_sentence(code: str) -> str:
    """One sentence about what was lost although the video is published."""
    if code == refusals.SOUND_UNREADABLE:
        return gettext("The sound of this file could not be read: the video is silent.")
    return gettext("Part of this file is damaged: what could be read is published.")


def _unusable(params: Mapping[str, Any]) -> str:
    return gettext("%(name)s cannot be used.")


def _too_long(params: Mapping[str, Any]) -> str:
    return gettext("%(name)s lasts %(length)s, and the longest video we take lasts %(limit)s.")


def _too_large(params: Mapping[str, Any]) -> str:
    return gettext("The picture of %(name)s is %(width)s × %(height)s, larger than we can process.")


_REFUSALS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    refusals.EMPTY: lambda params: gettext("%(name)s is empty: it holds not a single byte."),
    refusals.NOT_A_VIDEO: lambda params: gettext("%(name)s is not a video."),
    refusals.SOUND_ONLY: lambda params: gettext("%(name)s holds only sound, no picture."),
    refusals.CUT_OFF: lambda params: gettext(
        "%(name)s was cut off: its end is missing. Copy it again from the device that made it."
    ),
    refusals.UNKNOWN_CODEC: lambda params: gettext(
        "The picture of %(name)s is coded as “%(codec)s”, which we cannot read. Save it as MP4 and send it again."
    ),
    refusals.TOO_LONG: _too_long,
    refusals.TOO_LARGE: _too_large,
    refusals.DAMAGED: lambda params: gettext("%(name)s is damaged: none of its pictures can be read."),
}


def _shown(params: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as people read them."""
    shown = {key: str(value) for key, value in params.items()}
    if "seconds" in params:
        shown |= {"length": length(params["seconds"]), "limit": length(params["limit_seconds"])}
    return shown


def length(seconds: float) -> str:
    """A duration as people say it: « 2 h 5 min », « 45 s »."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    if hours:
        return gettext("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return gettext("%(minutes)d min") % {"minutes": minutes}
    return gettext("%(seconds)d s") % {"seconds": whole}


def size(count: float) -> str:
    """A size as people say it, in powers of ten: « 3,4 Mo »."""
    if count < 1000:
        return ngettext("%(count)d byte", "%(count)d bytes", int(count)) % {"count": int(count)}
    for unit in (gettext("kB"), gettext("MB"), gettext("GB")):
        count /= 1000
        if count < 1000 or unit == gettext("GB"):
            break
    decimals = 1 if round(count, 1) != round(count) else 0
    return f"{formats.number_format(count, decimals)}\u00a0{unit}"
