"""Mail from people who mean harm: it costs them more than us, and what is in it is still taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bouquet.capabilities.media.engine.mailing.letters import Letter, open_letter
from bouquet.capabilities.media.models import Asset
from bouquet.capabilities.media.tests.test_mail import VIDEO, letter, take  # noqa: F401 (a fixture)

LONG = 120 * 1024
HEADS = {
    "quotes": b"Content-Disposition: attachment; filename=" + b'"' * LONG,
    "parameters": b"Content-Type: multipart/mixed; boundary=x" + b"; a=b" * (LONG // 5),
    "continued parameters": b"Content-Type: multipart/mixed" + b"".join(b"; boundary*%d*=a" % n for n in range(6000)),
    "folded lines": b"Content-Disposition: attachment;" + b'\r\n "' * (LONG // 4),
    "comments in a type": b"Content-Type: text/plain " + b"(" * LONG,
    "comments in an id": b"Message-ID: <" + b"(" * LONG,
    "comments in an encoding": b"Content-Transfer-Encoding: " + b"(" * 3000,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * (LONG // 14),
    "half a character": b"Content-Type: multipart/mixed; boundary*=utf-16''%D8%00%00\r\nSubject: =?utf-7?q?+2AA-?=",
}


def opened(message: bytes, folder: Path) -> Letter:
    path = folder / "message.eml"
    path.write_bytes(message)
    return open_letter(path, folder)


@pytest.mark.parametrize("name", HEADS)
def test_no_header_costs_more_than_it_weighs(name: str, tmp_path: Path) -> None:
    began = time.process_time()
    opened(HEADS[name] + b"\r\n\r\nhello\r\n", tmp_path)
    # 48 s for the worst of them, when headers were read whole: no measurement, only an end in sight.
    assert time.process_time() - began < 2


def test_what_comes_with_an_unreadable_header_is_still_taken(tmp_path: Path) -> None:
    found = opened(
        b"Content-Type: video/mp4 " + b"(" * LONG + b"\r\nContent-Disposition: attachment; filename=a.mp4\r\n"
        b"Subject: Vacances\r\n\r\nfilm\r\n",
        tmp_path,
    )
    assert (found.subject, [part.file_name for part in found.parts]) == ("Vacances", ["a.mp4"])


def test_names_are_one_line_of_text_without_a_path(tmp_path: Path) -> None:
    heads = [
        b'filename="../../../../etc/cron.d/x.mp4"',
        b'filename="C:\\\\Windows\\\\x.mp4"',
        b'filename="x\0\x1b[31m.mp4"',
        b"filename*=utf-8''%2e%2e%2fx.mp4",
    ]
    for head in heads:
        [part] = opened(
            b"Content-Type: video/mp4\r\nContent-Disposition: attachment; " + head + b"\r\n\r\nfilm", tmp_path
        ).parts
        assert part.file_name.startswith("x") and part.file_name.endswith(".mp4"), head
        assert part.file_name.isprintable()
        assert part.path.parent == tmp_path
    assert opened(b"Subject: a\0b\x1b\r\n\r\n", tmp_path).subject == "a b"


def test_a_gateway_that_gives_every_message_the_same_id_loses_none(take: Callable[..., Any]) -> None:  # noqa: F811
    kind, name, content = VIDEO
    take(letter(VIDEO))
    take(letter((kind, name, content + b"another")))
    take(letter(VIDEO))
    assert Asset.objects.count() == 2
