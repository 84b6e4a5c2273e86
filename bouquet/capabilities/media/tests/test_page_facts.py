"""What a page says of itself is read from its first bytes, whatever they are."""

from __future__ import annotations

import pytest

from bouquet.capabilities.media.engine.pages import reading

PAGE = b"""<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Plain</title>
<meta property="og:title" content="Une  nuit &amp;
un port"><meta property="og:description" content="Long r\xc3\xa9cit."><meta property="og:site_name" content="Le Phare">
<meta property="og:image" content="/pictures/port.png"><meta property="og:image:alt" content="Le port, la nuit">
</head></html>"""


def facts(html: str | bytes, charset: str = "", address: str = "https://phare.example/x") -> reading.PageFacts:
    return reading.read(html.encode() if isinstance(html, str) else html, charset=charset, address=address)


def test_open_graph_comes_first_then_twitter_then_json_ld_then_the_plain_title() -> None:
    page = facts(PAGE)
    assert (page.title, page.description, page.site_name) == ("Une nuit & un port", "Long récit.", "Le Phare")
    assert (page.picture, page.picture_alt) == ("https://phare.example/pictures/port.png", "Le port, la nuit")
    twitter = '<title>Plain</title><meta name="twitter:title" content="Tw"><meta name="twitter:image" content="a.png">'
    assert (facts(twitter).title, facts(twitter).picture) == ("Tw", "https://phare.example/a.png")
    linked = """<title>Plain</title><script type="application/ld+json">{"@graph": [{"@type": "WebSite"},
      {"@type": "NewsArticle", "headline": "Ld", "description": "D", "image": [{"url": "https://i.example/1.png"}]}]}</script>"""
    assert (facts(linked).title, facts(linked).picture) == ("Ld", "https://i.example/1.png")
    plain = facts("<title> Plain\n title </title><meta name=description content=Words>")
    assert (plain.title, plain.description, plain.site_name) == ("Plain title", "Words", "phare.example")


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "data:image/png;base64,AAAA", "file:///etc/passwd", "http://["]
)
def test_a_picture_is_of_the_web_or_it_is_none(scheme: str) -> None:
    assert facts(f'<meta property="og:image" content="{scheme}"><title>x</title>').picture == ""


def test_controls_and_endless_words_are_cut() -> None:
    page = facts(f"<title>a\u202eb\u200b{'x' * 5000}</title>")
    assert len(page.title) == reading.MOST_TITLE
    assert page.title.startswith("a b")
    assert all(char.isprintable() for char in page.title)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<title>Été</title>".encode(), ""),
        ("<title>Été</title>".encode("cp1252"), "iso-8859-1"),
        ("<meta charset=windows-1252><title>Été</title>".encode("cp1252"), ""),
        ("<title>Été</title>".encode("cp1252"), "utf-8"),
        ("<title>Été</title>".encode("utf-16"), ""),
        ("<title>Été</title>".encode(), "no-such-charset"),
        ("<title>Été</title>".encode(), "zip"),
        ("<title>Été</title>é".encode()[:-1], "utf-8"),
    ],
)
def test_a_wrong_charset_spoils_no_accent(content: bytes, said: str) -> None:
    assert facts(content, said).title == "Été"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 50_000,
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        '<script type="application/ld+json">"name"</script>',
        '<meta property="og:title"><meta content=x>' * 1000,
        b"\xff\xfe\x00",
        b"\x00" * 10_000,
    ],
)
def test_no_page_makes_the_reader_fall_over(html: str | bytes) -> None:
    assert facts(html).title == ""
