"""Why a file could not be fetched, in the language of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.models.sentences import size


def import_sentence(code: str, params: Mapping[str, Any]) -> str:
    """One sentence; empty when `code` is."""
    if not code:
        return ""
    shown = {**params, "limit": size(params.get("limit_bytes", 0))}
    return _sentence(code) % shown


def _sentence(code: str) -> str:
    sentences = {
        Forbidden.SCHEME: gettext("An address begins with https:// or http://."),
        Forbidden.PORT: gettext("Only the usual ports of the web can be fetched from (80 and 443)."),
        Forbidden.PRIVATE: gettext("This address is inside a private network: only public ones can be fetched from."),
        Forbidden.UNKNOWN: gettext("There is no server of that name. Check the address."),
        Forbidden.MALFORMED: gettext("This is not an address of a file. Copy it whole from your browser."),
        NotFetched.STATUS: gettext("Its server answered that the file is not to be had (%(status)s)."),
        NotFetched.NOT_A_FILE: gettext("Behind this address is no video file, but something else (%(type)s)."),
        NotFetched.TOO_LARGE: gettext("The file is too large: at most %(limit)s fit."),
        NotFetched.TOO_SLOW: gettext("Its server is so slow that fetching was given up."),
        NotFetched.TOO_MANY_REDIRECTS: gettext("The address leads on and on: use the one of the file itself."),
        NotFetched.FAULT: gettext("Something went wrong on our side while it was being fetched. Try again."),
        NotFetched.UNREACHABLE: gettext("Its server cannot be reached, or broke off several times. Try again later."),
    }
    return sentences.get(code) or gettext("Our disk is full for the moment. Try again later.")
