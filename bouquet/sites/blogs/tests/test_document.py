"""A post is kept as a document: what may be in it, what its pages show, and that its source loses nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bouquet.sites.blogs.engine.document import document_of_html
from bouquet.sites.blogs.engine.rendering import TAGS, Embed, Surroundings, page_html
from bouquet.sites.blogs.engine.schema import InvalidDocument, checked, parsed
from bouquet.sites.blogs.engine.source import source_html
from bouquet.sites.blogs.engine.words import count_words, links_in, teaser_of, text_of, videos_in, with_links
from bouquet.sites.blogs.tests.documents import anything, documents, is_refused

thorough = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
PHOTO = "0190a0a0-0000-7000-8000-000000000001"


class Shown:
    """A photo as a page shows it."""

    width, height = 1280, 960
    src = "/media/public/k/640.webp"
    srcset = "/media/public/k/640.webp 640w, /media/public/k/1280.webp 1280w"


def doc(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def said(text: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text, "marks": list(marks)}]}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"type": "script"}, "content[0]: there is no node 'script'"),
        (said("a", {"type": "font"}), "content[0].content[0].marks[0]: there is no mark 'font'"),
        (said("a", {"type": "link", "attrs": {"href": "javascript:alert(1)"}}), "marks[0].href"),
        (said("a", {"type": "link", "attrs": {"href": "https://a.fr", "onclick": "x"}}), "no attribute 'onclick'"),
        ({"type": "listItem", "content": [said("a")]}, "'listItem' cannot stand here"),
        (
            {"type": "bulletList", "content": [{"type": "listItem", "content": [{"type": "horizontalRule"}]}]},
            "begins with",
        ),
        ({"type": "bulletList"}, "holds 0 parts"),
        ({"type": "heading", "attrs": {"level": 1}}, "content[0].attrs.level: a whole number from 2 to 4"),
        ({"type": "figure", "attrs": {"src": "data:image/png;base64,AAAA"}}, "attrs.src"),
        ({"type": "figure", "attrs": {"photo": "../../etc"}}, "attrs.photo"),
        ({"type": "codeBlock", "attrs": {"language": '"><b'}}, "attrs.language"),
        ({"type": "paragraph", "text": "a"}, "no text of its own"),
        ({"type": "paragraph", "style": "color:red"}, "nodes have no 'style'"),
        ("a", "an object is needed"),
    ],
)
def test_what_the_editor_cannot_have_written_is_refused_and_the_place_told(content: Any, place: str) -> None:
    with pytest.raises(InvalidDocument, match=re.escape(place)):
        checked(doc(content))


@thorough
@given(anything())
def test_nothing_breaks_the_check(value: Any) -> None:
    is_refused(value)


def test_a_document_is_bounded_in_depth_and_size() -> None:
    deep: dict[str, Any] = said("a")
    for _level in range(30):
        deep = {"type": "blockquote", "content": [deep]}
    with pytest.raises(InvalidDocument, match="too deeply"):
        checked(doc(deep))
    with pytest.raises(InvalidDocument, match="too many parts"):
        checked(doc(*({"type": "horizontalRule"} for _part in range(50_000))))
    with pytest.raises(InvalidDocument, match="longer than"):
        checked(doc(said("a" * 1_000_001)))
    with pytest.raises(InvalidDocument, match="not JSON"):
        parsed("[" * 200_000)


def test_a_document_has_one_form_whatever_the_editor_sent() -> None:
    document = checked(
        doc(
            {"type": "paragraph", "attrs": {"textAlign": None}, "content": [
                {"type": "text", "text": "  Bon\u0000 "},
                {"type": "text", "text": " soir", "marks": [{"type": "bold"}, {"type": "bold"}]},
                {"type": "text", "text": " ", "marks": [{"type": "bold"}]},
            ]},
            {"type": "paragraph"},
            {"type": "paragraph"},
        )
    )  # fmt: skip
    bold = {"type": "text", "text": "soir", "marks": [{"type": "bold"}]}
    assert document == doc({"type": "paragraph", "content": [{"type": "text", "text": "Bon "}, bold]})


@thorough
@given(documents())
def test_a_document_read_back_from_its_source_is_the_same(document: dict[str, Any]) -> None:
    assert checked(document) == document
    again, losses = document_of_html(source_html(document))
    assert again == document
    assert not losses


@thorough
@given(documents())
def test_a_page_holds_only_what_we_mean_to_show(document: dict[str, Any]) -> None:
    photos = {PHOTO: Shown()}
    html = page_html(document, Surroundings(photos=photos, embeds={}))
    tags = set(re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", html))
    assert tags <= TAGS - {"iframe"}
    assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html)
    assert not re.search(r"""<[^>]*=["']?\s*(?:javascript|data):""", html)
    assert len(re.findall(r' id="', html)) == len(set(re.findall(r' id="[^"]*"', html))), "two places with one name"


def test_a_page_shows_photos_players_notes_and_coloured_code() -> None:
    address = "https://wideo.example/v/abcdefghijk"
    note = {"type": "footnote", "content": [{"type": "text", "text": "Une note"}]}
    document = checked(
        doc(
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "L’été à Brest"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "Voir"}, note]},
            {
                "type": "figure",
                "attrs": {"photo": PHOTO, "alt": "Le port"},
                "content": [{"type": "text", "text": "Brest"}],
            },
            {"type": "embed", "attrs": {"address": address}},
            {"type": "embed", "attrs": {"address": "https://elsewhere.example/v/1"}},
            {
                "type": "codeBlock",
                "attrs": {"language": "python"},
                "content": [{"type": "text", "text": "def f(): ...\n"}],
            },
            {"type": "paragraph"},
            {"type": "horizontalRule"},
        )
    )
    around = Surroundings({PHOTO: Shown()}, {address: Embed("https://wideo.example/embed/abcdefghijk", "Le film")})
    html = page_html(document, around)
    assert '<h2 id="s-l-ete-a-brest">L’été à Brest</h2>' in html
    assert '<sup class="footnote" id="ref-1"><a href="#note-1" rel="noopener ugc">1</a></sup>' in html
    assert '<li id="note-1">Une note' in html
    assert 'srcset="/media/public/k/640.webp 640w' in html and 'alt="Le port"' in html
    assert html.count("<iframe") == 1 and 'src="https://wideo.example/embed/abcdefghijk"' in html
    assert '<a href="https://elsewhere.example/v/1"' in html
    assert '<span class="hl-k">def</span>' in html
    assert "<p></p>" not in html


def test_a_picture_we_have_no_copy_of_is_a_link() -> None:
    html = page_html(
        checked(doc({"type": "figure", "attrs": {"src": "https://tracker.example/p.gif", "alt": "Un point"}})),
        Surroundings(),
    )
    assert "<img" not in html
    assert '<a href="https://tracker.example/p.gif" rel="noopener ugc">Un point</a>' in html


def test_other_blogs_html_is_read_as_they_meant_it() -> None:
    document, losses = document_of_html(
        """
        <h1>Titre</h1>
        <p>Un <b>deux</b> <u>trois</u><sup><a href="#fn1">1</a></sup> <a href="page2/">suite</a></p>
        <figure class="wp-block-image alignwide"><a href="/x.jpg"><img src="/x.jpg" alt="X"></a>
          <figcaption>Légende <em>fine</em></figcaption></figure>
        <figure class="wp-block-gallery"><figure><img src="/a.jpg"></figure><figure><img src="/b.jpg"></figure></figure>
        <pre class="wp-block-code"><code lang="x" class="language-PHP">echo 1;<br>echo 2;</code></pre>
        <table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>
        <iframe src="https://player.example/1"></iframe><iframe src="https://wideo.example/embed/x"></iframe>
        <script>alert(1)</script><p><a href="javascript:alert(1)">x</a><img src="data:image/png;base64,AA"></p>
        <ol class="footnotes"><li id="fn1">La note <a href="#ref1">↩</a></li></ol>
        """,
        base="https://old.example/2019/post/",
        embeds=lambda address: "https://wideo.example/v/x" if "wideo" in address else "",
    )
    kinds = [node["type"] for node in document["content"]]
    assert kinds == [
        "heading", "paragraph", "figure", "gallery", "codeBlock", "table", "paragraph", "embed", "paragraph",
    ]  # fmt: skip
    assert document["content"][1]["content"][3] == {
        "type": "footnote",
        "content": [{"type": "text", "text": "La note"}],
    }
    assert links_in(document)[0] == "https://old.example/2019/post/page2/"
    figure = document["content"][2]
    assert figure["attrs"] == {"photo": None, "src": "https://old.example/x.jpg", "alt": "X", "size": "wide"}
    assert [word["text"] for word in figure["content"]] == ["Légende ", "fine"]
    assert document["content"][4]["attrs"] == {"language": "php"}
    assert document["content"][4]["content"][0]["text"] == "echo 1;\necho 2;"
    assert dict(losses) == {"underline": 1, "iframe": 1, "script": 1, "address": 1, "picture": 1}
    assert videos_in(document) == ["https://wideo.example/v/x"]


def test_html_that_is_nested_without_end_is_flattened() -> None:
    document, losses = document_of_html("<blockquote>" * 3000 + "<p>au fond" + "<b>" * 3000 + "!")
    assert "au fond" in text_of(document)
    assert losses["nesting"]


def test_words_of_a_document() -> None:
    note = {"type": "footnote", "content": [{"type": "text", "text": "deux mots"}]}
    document = checked(
        doc(
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Titre"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "L’été, enfin"}, note]},
            {"type": "figure", "attrs": {"src": "/a.jpg", "alt": "Une barque"}},
        )
    )
    assert text_of(document) == "Titre\nL’été, enfin\ndeux mots\nUne barque"
    assert count_words(document) == 7
    assert teaser_of(document) == "L’été, enfin"
    assert teaser_of(document, length=10) == "L’été…"


def test_links_can_be_led_elsewhere() -> None:
    document = checked(doc(said("a", {"type": "link", "attrs": {"href": "https://old.example/a"}})))
    assert links_in(with_links(document, lambda address: address.replace("old", "new"))) == ["https://new.example/a"]


def test_what_scrolls_is_reached_by_the_keyboard_and_an_empty_corner_heads_nothing() -> None:
    cells = [("tableHeader", ""), ("tableHeader", "Sel"), ("tableCell", "")]
    row = [
        {"type": kind, "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}] if text else []}]}
        for kind, text in cells
    ]
    code = {"type": "codeBlock", "content": [{"type": "text", "text": "print(1)"}]}
    table = {"type": "table", "content": [{"type": "tableRow", "content": row}]}
    html = page_html(checked({"type": "doc", "content": [code, table]}), Surroundings())
    assert '<pre tabindex="0">' in html and 'class="table-wrap" tabindex="0"' in html
    assert html.count("<th>") == 1 and html.count("<td>") == 2
