"""Language tags as players and pages want them."""

from functools import cache
from typing import Final

import pycountry

_OFTEN: Final = {"eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it"}
_NONE: Final = ("", "und", "mis", "mul", "zxx", "qaa")


@cache
def tag(written: str) -> str:
    """The BCP 47 tag of what a container says (ISO 639-1, 639-2/B, 639-2/T or a tag already), or an empty text."""
    code, _, region = written.strip().replace("_", "-").partition("-")
    code = code.lower()
    if code in _NONE or not code.isascii() or not code.isalpha() or len(code) > 3:
        return ""
    if len(code) == 3:
        code = _OFTEN.get(code) or _from_iso(code)
    return f"{code}-{region}" if code and region.isalnum() else code


def three_letters(tag: str) -> str:
    """The ISO 639-2/T code of a tag, as MP4 and Matroska write languages; `und` when there is none."""
    code = tag.partition("-")[0]
    found = pycountry.languages.get(alpha_2=code) or pycountry.languages.get(alpha_3=code)
    return str(found.alpha_3) if found else "und"


def _from_iso(code: str) -> str:
    found = pycountry.languages.get(alpha_3=code) or pycountry.languages.get(bibliographic=code)
    if found is None:
        return ""
    return str(getattr(found, "alpha_2", code))
