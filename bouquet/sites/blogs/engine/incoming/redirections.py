"""Where addresses of a Ghost blog led already: its `redirects.json` or `redirects.yaml`, beside the export itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from bouquet.sites.blogs.engine.incoming.addresses import MOST, plain_path
from bouquet.sites.blogs.engine.incoming.nouns import Head, Item, Lead, Loss, LossKind, Unreadable

MOST_BYTES: Final = 4 * 1024 * 1024
# How the file begins: a list of rules, or rules by their status.
_BEGINS: Final = re.compile(rb'\s*(?:\[|\{\s*"30[12]"|(?:#[^\n]*\n\s*)*["\']?30[12]["\']?\s*:)')
_LITERAL: Final = re.compile(r"/(.*)/[gimsuy]+", re.DOTALL)
_PATTERN: Final = re.compile(r"[*+?()\[\]{}|^$\\]")
_GOAL: Final = re.compile(r"/(?!/)[^\s\\]{0,499}")


def is_begun_by(head: bytes) -> bool:
    """Whether a file that begins so is one of redirections."""
    return _BEGINS.match(head) is not None


def read(stream: BinaryIO, *, address: str = "") -> Iterator[Item]:
    """Every rule that leads one path of the blog, which was at `address`, to another; the others are losses. Raises
    Unreadable."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(Unreadable.TOO_LARGE, f"the file has more than {MOST_BYTES} bytes")
    try:
        text = content.decode("utf-8-sig")
        rules = list(_json(json.loads(text)) if text.lstrip()[:1] in "[{" else _yaml(text))
    except json.JSONDecodeError as error:
        raise Unreadable(Unreadable.MALFORMED, error.msg, line=error.lineno, column=error.colno) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Unreadable.MALFORMED, "the file is not UTF-8", line=line, column=1) from None
    except RecursionError:
        raise Unreadable(Unreadable.UNSAFE, "it is nested too deeply", line=1, column=1) from None
    if not rules:
        raise Unreadable(Unreadable.UNKNOWN, "the file has no redirections of a Ghost blog")
    yield Head(address=address.rstrip("/"))
    for pattern, goal in rules:
        path, to = _path(pattern), _inside(goal, address)
        if path and to and path != to:
            yield Lead(path, to)
        else:
            yield Loss(LossKind.REDIRECTION, "", "", f"{pattern} → {goal}"[:200])


def _json(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for row in value:
            if not isinstance(row, dict) or not isinstance(row.get("from"), str) or not isinstance(row.get("to"), str):
                raise Unreadable(Unreadable.UNKNOWN, "the file has no redirections of a Ghost blog")
            yield row["from"], row["to"]
        return
    for status, rows in value.items():
        if status not in {"301", "302"} or not isinstance(rows, dict):
            raise Unreadable(Unreadable.UNKNOWN, "the file has no redirections of a Ghost blog")
        yield from ((str(pattern), str(goal)) for pattern, goal in rows.items())


def _yaml(text: str) -> Iterator[tuple[str, str]]:
    """The two levels such a file has, and nothing else of YAML."""
    for number, line in enumerate(text.splitlines(), 1):
        plain = line.strip()
        if not plain or plain.startswith("#") or re.fullmatch(r"[\"']?30[12][\"']?\s*:\s*(\{\s*\})?", plain):
            continue
        pattern, colon, goal = plain.rpartition(": ")
        if not colon or line[0] not in " \t":
            raise Unreadable(Unreadable.MALFORMED, "not a redirection", line=number, column=1)
        yield pattern.strip().strip("\"'"), goal.strip().strip("\"'")


def _path(pattern: str) -> str:
    """The one path a pattern stands for; empty when it stands for many."""
    literal = _LITERAL.fullmatch(pattern)
    text = literal[1] if literal else pattern
    text = text.removeprefix("^").removesuffix("$")
    text = text.removesuffix("?") if text.endswith("/?") else text
    text = re.sub(r"\\([/.\-_])", r"\1", text)
    if not text.startswith("/") or _PATTERN.search(text):
        return ""
    path = plain_path(text)
    return path if len(path) <= MOST else ""


def _inside(goal: str, address: str) -> str:
    """The path `goal` names in the blog itself; empty when it leads elsewhere."""
    try:
        parts, home = urlsplit(goal), urlsplit(address)
    except ValueError:
        return ""
    if parts.netloc and parts.netloc != home.netloc:
        return ""
    path = parts.path or "/"
    return path if _GOAL.fullmatch(path) and "$" not in path else ""
