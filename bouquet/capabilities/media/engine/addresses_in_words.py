"""The first address of the web in what somebody wrote."""

from __future__ import annotations

import re
from typing import Final

# As `foundation.text` makes links of them: what ends a sentence is not a part of the address.
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»]")
_CODE: Final = re.compile(r"`[^`]*`")


def first_address(text: str) -> str:
    """The first http or https address in `text`, or an empty text; what stands in code is no link."""
    found = _ADDRESS.search(_CODE.sub(" ", text))
    return found.group() if found else ""
