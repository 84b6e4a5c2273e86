"""All style sheets are one file in the end: what one site calls its own, no other may style."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

from bouquet.config.environment import ROOT

# The same thing on the pages of both: what a page's main column holds, a film in a list.
MEANT_FOR_ALL = {"main", "film", "small-title"}


def classes_of(site: Path) -> set[str]:
    """The classes its selectors begin with: what it styles wherever it stands."""
    found: set[str] = set()
    for sheet in site.glob("static/*/css/*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{};]+)\{", text):
            found.update(re.findall(r"(?:^|,)\s*\.([a-zA-Z][\w-]*)", re.sub(r"\([^()]*\)", "", selectors)))
    return found


def test_no_two_sites_style_the_same_class() -> None:
    sites = {path.name: classes_of(path) for path in sorted((ROOT / "bouquet" / "sites").iterdir()) if path.is_dir()}
    shared = {
        f"{one} and {other}": (sites[one] & sites[other]) - MEANT_FOR_ALL for one, other in combinations(sites, 2)
    }
    assert {pair: names for pair, names in shared.items() if names} == {}
