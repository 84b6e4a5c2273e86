"""One word of the code has one translation: all catalogues are one in the running product, and the first wins."""

from __future__ import annotations

from collections import defaultdict

from babel.messages.pofile import read_po

from bouquet.config.environment import ROOT


def test_no_app_translates_what_another_translates_otherwise() -> None:
    """Where French needs two words for one of English, the message has a context."""
    said: dict[tuple[str | None, str], dict[str, str]] = defaultdict(dict)
    for path in sorted((ROOT / "bouquet").glob("*/*/locale/fr/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                words = message.id if isinstance(message.id, str) else message.id[0]
                if words:
                    said[message.context, words][path.parts[-5]] = str(message.string)
    assert len(said) > 1000, "this test found hardly anything to look at"
    assert {words: by for words, by in said.items() if len(set(by.values())) > 1} == {}
