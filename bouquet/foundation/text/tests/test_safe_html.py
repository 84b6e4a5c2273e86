"""What people write is shown as they meant it, and never runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.foundation.text.safe_html import TAGS, handles_in, plain_text, safe_html, teaser


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg/onload=alert(1)>",
        "<a href='https://a.fr' onclick=alert(1)>x</a>",
        "<style>body{display:none}</style>",
        "![x](https://tracker.example/p.gif)",
        "<iframe src=https://evil.example></iframe>",
        '[x](https://a.fr "onmouseover=alert(1)")',
    ],
)
def test_nothing_that_runs_or_loads_survives(attack: str) -> None:
    shown = safe_html(attack)
    assert not re.search(r"<(script|img|svg|style|iframe)|<[^>]*(onclick|onmouseover|javascript:|data:)", shown), shown


@given(st.text(max_size=200))
def test_whatever_is_typed_gives_only_the_tags_we_know(text: str) -> None:
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z0-9]+)", safe_html(text, timestamps=True))}
    assert tags <= TAGS


def test_links_open_without_vouching_for_them() -> None:
    shown = safe_html("Voir https://example.org/a?b=1&c=2.")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in shown
    assert 'rel="nofollow ugc noopener"' in shown
    assert shown.rstrip().endswith("</a>.</p>")


def test_times_become_links_into_the_video() -> None:
    shown = safe_html("Au début, puis 1:23 et 1:02:03, mais pas 16:9, 4:3 ni 12:345.", timestamps=True)
    assert 'href="?t=83"' in shown and 'data-seconds="83"' in shown and ">1:23</a>" in shown
    assert 'href="?t=3723"' in shown
    assert shown.count("<a ") == 2


def test_times_stay_plain_elsewhere() -> None:
    assert "<a " not in safe_html("1:23")


def test_a_link_is_not_linked_twice() -> None:
    assert safe_html("[https://a.fr à 1:23](https://b.fr)", timestamps=True).count("<a ") == 1


def test_headings_do_not_disturb_the_page_s_own() -> None:
    assert "<h1" not in safe_html("# Titre")


def test_a_teaser_is_cut_between_words() -> None:
    assert teaser("**Un** petit [mot](https://a.fr)") == "Un petit mot"
    cut = teaser("mot " * 100, length=50)
    assert len(cut) <= 50 and cut.endswith("mot…")


def test_plain_text_keeps_entities_readable() -> None:
    assert plain_text("Tom & Jerry < 3") == "Tom & Jerry < 3"


def test_a_mention_of_somebody_who_exists_leads_to_them() -> None:
    shown = safe_html("Merci @Karim, et @personne !", mentions={"karim": "/membres/karim/"})
    assert (
        '<a href="/membres/karim/" data-mention="karim" rel="nofollow ugc noopener">@Karim</a>, et @personne' in shown
    )


@pytest.mark.parametrize("text", ["karim@example.org", "`@karim`", "[@karim](https://a.fr)", "https://a.fr/@karim"])
def test_an_address_a_link_or_code_mentions_nobody(text: str) -> None:
    assert "data-mention" not in safe_html(text, mentions={"karim": "/membres/karim/", "example": "/x"})
    assert handles_in(text) == []


def test_handles_are_found_once_each_in_order() -> None:
    assert handles_in("@lea_b puis (@Karim), **@lea_b** et @Ines.") == ["lea_b", "karim", "ines"]


def test_a_moment_leads_to_the_video_also_from_another_page() -> None:
    shown = safe_html("Voir 1:23", moments_of="https://v.example/v/abc")
    assert 'href="https://v.example/v/abc?t=83"' in shown and 'data-seek="83"' in shown
