"""Countries and their names in the reader's language (ISO 3166-1, Unicode CLDR)."""

from __future__ import annotations

import unicodedata
from functools import cache

import pycountry
from babel import Locale
from django.utils.translation import get_language


def choices() -> list[tuple[str, str]]:
    """(code, name), in the order of the names, in the active language."""
    return _choices(get_language() or "fr")


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).territories
    codes = (country.alpha_2 for country in pycountry.countries)
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda row: _plain(row[1]))


def _plain(name: str) -> str:
    """É sorts as E, as in a dictionary."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))
