"""The source of a post in Markdown says all the post says, and is read back as it was."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouquet.sites.blogs.engine.markdown import document_of_markdown, markdown_of
from bouquet.sites.blogs.tests.documents import documents

thorough = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))

WRITTEN = """## Titre

Un *mot* **gras**, ~~barré~~ et `code`[^1]. Un [lien](https://a.fr/x_y).

- un
- deux
  1. a
  2. b

> cité

| A | B |
| --- | --- |
| 1 | 2 \\| 3 |

![Le port](photo:0190a0a0-0000-7000-8000-000000000001 "Le port, le soir")

```python
x = 1

y = 2
```

---

[^1]: La **note**.
"""


def test_what_people_write_in_markdown_comes_back_as_they_wrote_it() -> None:
    document, losses = document_of_markdown(WRITTEN)
    assert not losses
    assert [node["type"] for node in document["content"]] == [
        "heading", "paragraph", "bulletList", "blockquote", "table", "figure", "codeBlock", "horizontalRule",
    ]  # fmt: skip
    assert document["content"][5]["attrs"]["photo"] == "0190a0a0-0000-7000-8000-000000000001"
    assert markdown_of(document) == WRITTEN


def test_html_may_stand_in_markdown_but_not_run_there() -> None:
    document, losses = document_of_markdown(
        "a<script>alert(1)</script>\n\n<p>b <sup>2</sup></p>\n\n[x](javascript:alert(1))"
    )
    assert "script" in losses
    assert "alert" not in markdown_of(document).replace("\\[x\\](javascript:alert(1))", "")


def test_a_note_nobody_refers_to_is_not_lost() -> None:
    document, _losses = document_of_markdown("a\n\n[^n]: perdue ?")
    assert document["content"][1]["content"][0]["text"] == "perdue ?"


@thorough
@given(documents())
def test_any_document_comes_back_from_markdown(document: dict[str, Any]) -> None:
    again, losses = document_of_markdown(markdown_of(document))
    assert again == document
    assert not losses


@thorough
@given(st.text('ab \n*_`~[]()<>&#|!\\"^-+=.1:', max_size=60))
def test_any_markdown_says_the_same_once_tidied(text: str) -> None:
    document, _losses = document_of_markdown(text)
    assert document_of_markdown(markdown_of(document))[0] == document
