"""Every look of a blog is legible in both schemes, as every theme is (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bouquet.foundation.ui.tests.colours import TOKEN, contrast, tokens
from bouquet.foundation.ui.tests.test_contrast import PAIRS
from bouquet.sites.blogs.engine.themes import LOOKS

CSS = Path(__file__).parents[1] / "static/blogs/css/looks.css"
BLOCK = re.compile(r":root:has\(> \.look-([a-z]+)\), \.blog-card\.look-\1 \{(.*?)\n\}", re.DOTALL)


def colours(look: str, scheme: str) -> dict[str, str]:
    found = tokens("shaaz", scheme)
    blocks = dict(BLOCK.findall(CSS.read_text(encoding="utf-8")))
    for name, value, light, dark in TOKEN.findall(blocks.get(look, "")):
        found[name] = (light if scheme == "light" else dark) if light else value
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("look", [look.key for look in LOOKS])
def test_every_pair_of_tokens_that_meets_is_legible(look: str, scheme: str) -> None:
    there = colours(look, scheme)
    poor = {
        f"{ink} on {ground}": round(contrast(there[ink], there[ground]), 2)
        for ink, ground, least in PAIRS
        if contrast(there[ink], there[ground]) < least
    }
    assert poor == {}


def test_there_are_at_least_four_looks_and_each_has_its_tokens() -> None:
    blocks = dict(BLOCK.findall(CSS.read_text(encoding="utf-8")))
    assert len(LOOKS) >= 4
    assert set(blocks) == {look.key for look in LOOKS} - {"table"}
    for tokens_of in blocks.values():
        assert all(line.strip().startswith("--") for line in tokens_of.strip().splitlines())
