"""Finds the translatable texts of an app: gettext calls in its Python, translate tags in its templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

# Name → where its arguments are: (n is a plain argument, c the context), as xgettext's --keyword.
_KEYWORDS = {
    "gettext": "1",
    "gettext_lazy": "1",
    "gettext_noop": "1",
    "_": "1",
    "ngettext": "12",
    "ngettext_lazy": "12",
    "pgettext": "c1",
    "pgettext_lazy": "c1",
    "npgettext": "c12",
    "npgettext_lazy": "c12",
}
_IGNORED_FOLDERS = {"tests", "migrations", "locale", "static"}
_PYTHON_FIELD = re.compile(r"%\(\w+\)[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]|\{\w*\}")


@dataclass(frozen=True)
class Text:
    """One text in the code. `plural` and `context` are empty when it has none."""

    singular: str
    plural: str = ""
    context: str = ""


def texts_of(app: Path) -> Catalog:
    """Every translatable text below the folder `app`, with the files it is in (paths from `app`)."""
    catalog = Catalog()
    for path in sorted(app.rglob("*")):
        inside = path.relative_to(app)
        if not path.is_file() or _IGNORED_FOLDERS & set(inside.parts):
            continue
        if path.suffix == ".py":
            found = _in_python(path)
        elif "templates" in inside.parts:
            found = _in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for text in found:
            catalog.add(
                (text.singular, text.plural) if text.plural else text.singular,
                locations=[(inside.as_posix(), 0)],
                context=text.context or None,
                flags=["python-format"] if _PYTHON_FIELD.search(text.singular + text.plural) else [],
            )
    return catalog


def _in_python(path: Path) -> Iterator[Text]:
    with path.open("rb") as source:
        # Babel's own annotation of what it yields is wrong: (line, function, argument or arguments, comments).
        calls: Iterator[Any] = extract_python(source, dict.fromkeys(_KEYWORDS), [], {"encoding": "utf-8"})
        for _line, name, arguments, _comments in calls:
            given = arguments if isinstance(arguments, tuple) else (arguments,)
            words = dict(zip(_KEYWORDS[name], given, strict=False))
            # A text put together while running cannot be looked up, and is not in `words`.
            if all(words.get(place) for place in _KEYWORDS[name]):
                yield Text(words["1"], words.get("2", ""), words.get("c", ""))


def _in_template(source: str) -> Iterator[Text]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            inline, block = inline_re.match(token.contents), block_re.match(token.contents)
            if inline:
                yield Text(_escaped(_unquoted(inline[1])), context=_unquoted(inline[3] or '""'))
            elif block:
                yield _block(
                    tokens, context=_unquoted(block[2] or '""'), is_trimmed="trimmed" in token.split_contents()
                )
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            for constant in constant_re.findall(token.contents):
                yield Text(_escaped(_unquoted(constant)))


def _block(tokens: Iterator[Token], *, context: str, is_trimmed: bool) -> Text:
    parts: dict[bool, list[str]] = {False: [], True: []}
    in_plural = False
    for token in tokens:
        if token.token_type == TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type == TokenType.BLOCK and plural_re.match(token.contents):
            in_plural = True
        elif token.token_type == TokenType.VAR:
            parts[in_plural].append(f"%({token.contents})s")
        elif token.token_type == TokenType.TEXT:
            parts[in_plural].append(_escaped(token.contents))
    singular, plural = ("".join(parts[side]) for side in (False, True))
    if is_trimmed:
        singular, plural = trim_whitespace(singular), trim_whitespace(plural)
    return Text(singular, plural, context)


def _unquoted(literal: str) -> str:
    return literal[1:-1]


def _escaped(text: str) -> str:
    """The template engine looks texts up with their percent signs doubled."""
    return text.replace("%", "%%")
