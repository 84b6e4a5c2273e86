"""Every theme is legible in both schemes: AAA for running text, AA for the rest (WCAG 2.2, 1.4.3, 1.4.6, 1.4.11)."""

from __future__ import annotations

import pytest

from bouquet.foundation.ui.tests.colours import STATIC, TINT, contrast, tokens

THEMES = sorted(file.stem for file in (STATIC / "themes").glob("*.css"))
GROUNDS = ("--ground", "--surface", "--raised")
RUNNING = ("--ink",)
# Soft text stands on the page and on sheets; on the raised ground only short labels do.
PAIRS = [
    *((ink, ground, 7.0) for ink in RUNNING for ground in GROUNDS),
    *(("--ink-soft", ground, 7.0) for ground in ("--ground", "--surface")),
    ("--ink-soft", "--raised", 4.5),
    *(
        (ink, ground, 4.5)
        for ink in ("--accent-ink", "--good", "--warn", "--bad")
        for ground in ("--ground", "--surface")
    ),
    ("--on-accent", "--accent", 4.5),
    ("--on-bad", "--bad", 4.5),
    ("--line-strong", "--ground", 3.0),
    ("--line-strong", "--surface", 3.0),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_every_pair_of_tokens_that_meets_is_legible(theme: str, scheme: str) -> None:
    colours = tokens(theme, scheme)
    poor = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    }
    assert poor == {}


def test_initials_are_legible_on_every_round() -> None:
    tints = TINT.findall((STATIC / "css/avatar.css").read_text(encoding="utf-8"))
    assert len(tints) == 12
    assert [tint for tint in tints if contrast("#ffffff", tint) < 4.5] == []


def test_themes_set_tokens_and_fonts_and_nothing_else() -> None:
    for theme in THEMES:
        rules = [
            line.strip()
            for line in (STATIC / f"themes/{theme}.css").read_text(encoding="utf-8").splitlines()
            if "{" in line and not line.strip().startswith(("@font-face", "@layer tokens", ":root", "/*"))
        ]
        assert rules == [], theme
