"""Any document of a post, for tests that must hold for all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bouquet.sites.blogs.engine.schema import InvalidDocument, Node, checked

_ADDRESSES = st.sampled_from(
    [
        "https://example.org/a?b=1&c=%22",
        "http://a.fr",
        "mailto:ines@example.org",
        "/la-page",
        "#note-1",
        "https://é.fr/(x)_*",
    ]
)
_WORDS = st.one_of(
    st.text(max_size=12),
    st.text("ab \n\u00a0\u202f*_`~[]()<>&#|!\\\"'^-+=.1:{}", max_size=16),
    st.sampled_from(
        ["[^1]: x", "[^1]", "```", "1. un", "- x", "> x", "| a | b |", "<b>", "&amp;", "   ", "# x", "[a]: /b"]
    ),
)
_MARK = st.one_of(
    st.sampled_from(["bold", "italic", "strike", "superscript", "subscript", "code"]).map(lambda name: {"type": name}),
    _ADDRESSES.map(lambda address: {"type": "link", "attrs": {"href": address}}),
)
_TEXT = st.builds(
    lambda text, marks: {"type": "text", "text": text, "marks": marks}, _WORDS, st.lists(_MARK, max_size=3)
)
_LINE = st.lists(
    st.one_of(
        _TEXT,
        _TEXT,
        st.just({"type": "hardBreak"}),
        st.lists(_TEXT, max_size=2).map(lambda content: {"type": "footnote", "content": content}),
    ),
    max_size=4,
)
_FIGURE = st.builds(
    lambda photo, src, alt, size, line: {
        "type": "figure",
        "attrs": {"photo": photo, "src": src, "alt": alt, "size": size},
        "content": line,
    },
    st.none() | st.uuids().map(str),
    st.sampled_from(["https://example.org/p.jpg?a=1&b=2", "/media/public/x/640.webp"]),
    _WORDS,
    st.sampled_from(["normal", "small", "wide"]),
    _LINE,
)
_LEAF = st.one_of(
    _LINE.map(lambda line: {"type": "paragraph", "content": line}),
    _LINE.map(lambda line: {"type": "paragraph", "content": line}),
    st.builds(
        lambda level, line: {"type": "heading", "attrs": {"level": level}, "content": line}, st.integers(2, 4), _LINE
    ),
    st.builds(
        lambda language, code: {"type": "codeBlock", "attrs": {"language": language}, "content": code},
        st.sampled_from(["", "python", "c++"]),
        st.lists(st.text("ab \n\t`~<&", max_size=20).map(lambda text: {"type": "text", "text": text}), max_size=1),
    ),
    st.just({"type": "horizontalRule"}),
    _FIGURE,
    st.lists(_FIGURE, min_size=1, max_size=3).map(lambda figures: {"type": "gallery", "content": figures}),
    st.just({"type": "embed", "attrs": {"address": "https://wideo.example/v/abc?t=1&x"}}),
)


def _containers(blocks: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    some = st.lists(blocks, min_size=1, max_size=3)
    item = st.builds(
        lambda line, rest: {"type": "listItem", "content": [{"type": "paragraph", "content": line}, *rest]},
        _LINE,
        st.lists(blocks, max_size=2),
    )
    items = st.lists(item, min_size=1, max_size=3)
    cell = st.builds(
        lambda name, spans, content: {
            "type": name,
            "attrs": {"colspan": spans[0], "rowspan": spans[1]},
            "content": content,
        },
        st.sampled_from(["tableCell", "tableHeader"]),
        st.tuples(st.integers(1, 2), st.integers(1, 2)),
        some,
    )
    row = st.lists(cell, min_size=1, max_size=3).map(lambda cells: {"type": "tableRow", "content": cells})
    return st.one_of(
        some.map(lambda content: {"type": "blockquote", "content": content}),
        items.map(lambda content: {"type": "bulletList", "content": content}),
        st.builds(
            lambda start, content: {"type": "orderedList", "attrs": {"start": start}, "content": content},
            st.integers(0, 12),
            items,
        ),
        st.lists(row, min_size=1, max_size=2).map(lambda rows: {"type": "table", "content": rows}),
    )


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Documents in their normal form."""
    blocks = st.recursive(_LEAF, _containers, max_leaves=6)
    raw = st.lists(blocks, min_size=1, max_size=4).map(lambda content: {"type": "doc", "content": content})
    return raw.map(checked)


def anything() -> st.SearchStrategy[Any]:
    """JSON that may be a document, most of it not."""
    names = st.sampled_from(["doc", "paragraph", "text", "figure", "footnote", "script", "listItem", "bulletList", ""])
    leaf = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.fixed_dictionaries(
                {"type": names},
                optional={"content": st.lists(inner, max_size=3), "attrs": inner, "marks": inner, "text": leaf},
            ),
            st.dictionaries(st.text(max_size=4), inner, max_size=2),
        ),
        max_leaves=12,
    )


def is_refused(value: object) -> bool:
    """Whether `checked` says that this is no document."""
    try:
        checked(value)
    except InvalidDocument:
        return True
    return False
