"""What is wrong with a translation: missing, doubtful, other fields than the text, or set against French usage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

_FIELD = re.compile(r"%\((\w+)\)[sd]|(%[sd])|\{(\w*)\}")
_TAG = re.compile(r"</?[a-z][^>]*>")
# Lexique des règles typographiques en usage à l'Imprimerie nationale: a no-break space before high punctuation.
_PLAIN_SPACE = re.compile(r" [;:!?»]|« ")
_NO_SPACE = re.compile(r"[\w)»](?:[;!?](?=\s|$)|:(?=\s|$)|»)|«\w", re.UNICODE)
_STRAIGHT = re.compile(r"\w'\w")
_DOTS = re.compile(r"\.\.\.")


def faults_of(catalog: Catalog, *, language: str) -> Iterator[str]:
    """One sentence per fault of the catalog, which holds exactly the texts of the code."""
    for message in catalog:
        if message.id:
            for fault in _faults(message, language, catalog.num_plurals):
                yield f"“{_singular(message)}”: {fault}"


def _faults(message: Message, language: str, plurals: int) -> Iterator[str]:
    answers = [message.string] if isinstance(message.string, str) else [*(message.string or ())]
    if not any(answers):
        # English needs no answers: its texts are the keys.
        if language != "en":
            yield "is not translated"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    if not isinstance(message.id, str) and (len(answers) != plurals or not all(answers)):
        yield f"needs {plurals} forms"
    asked = [_fields(text) for text in ([message.id] if isinstance(message.id, str) else message.id)]
    for answer in answers:
        # A plural form may write its number out ("one video"): fewer fields than the text is right there only.
        if _fields(answer) not in asked and not (len(asked) > 1 and _fields(answer) < asked[-1]):
            yield f"“{answer}” has other fields than the text"
        if language == "fr":
            yield from _french_faults(answer)


def _french_faults(answer: str) -> Iterator[str]:
    said = _TAG.sub("", _FIELD.sub("x", answer))
    if _PLAIN_SPACE.search(said):
        yield f"“{answer}” has a plain space where French has a no-break one (U+202F before ; ! ? », U+00A0 before :)"
    elif _NO_SPACE.search(re.sub(r"https?:\S+|\d:\d|&\w+;", "", said)):
        yield f"“{answer}” lacks the no-break space before ; : ! ? » or after «"
    if _STRAIGHT.search(said):
        yield f"“{answer}” has a straight apostrophe; French print has ’"
    if _DOTS.search(said):
        yield f"“{answer}” has three dots for an ellipsis; it is one character: …"


def _fields(text: str) -> frozenset[str]:
    return frozenset("".join(found) for found in _FIELD.findall(text))


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])
