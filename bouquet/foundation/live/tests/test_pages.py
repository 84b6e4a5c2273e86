from __future__ import annotations

import asyncio

from bouquet.foundation.live.pages import MOST_BODY, Pages
from bouquet.foundation.live.tests.asking import Answer, Asked, StandIn, ask, http, pages_that


async def hello(request: Asked) -> bytes:
    return http(b"hello", "content-type: text/plain", "connection: keep-alive", "cache-tags: internal")


def asked_with(method: str = "GET", body: bytes = b"", *, behind_nginx: bool = False, **headers: str) -> Asked:
    async def run() -> Asked:
        async with pages_that(hello) as stand_in:
            pages = Pages(port=stand_in.port, behind_nginx=behind_nginx)
            got = await ask(pages, "/é t", query=b"a=%20", method=method, body=body, **headers)
            assert (got.status, got.body) == (200, b"hello" if method != "HEAD" else b"")
            return stand_in.asked[0]

    return asyncio.run(run())


def test_what_a_visitor_asks_reaches_the_pages_unchanged() -> None:
    asked = asked_with("POST", b"x" * 300_000, accept_language="fr", cookie="session=1")
    assert (asked.method, asked.body) == ("POST", b"x" * 300_000)
    assert asked.target.endswith("?a=%20")
    assert asked.headers["host"] == "wideo.m6.localhost"
    assert asked.headers["accept-language"] == "fr"
    assert asked.headers["cookie"] == "session=1"


def test_only_the_live_process_says_who_the_visitor_is() -> None:
    asked = asked_with(
        x_forwarded_for="1.2.3.4", x_forwarded_proto="https", x_real_ip="1.2.3.4", forwarded="for=1.2.3.4"
    )
    assert asked.headers["x-forwarded-for"] == "203.0.113.7"
    assert asked.headers["x-forwarded-proto"] == "http"
    assert "x-real-ip" not in asked.headers
    assert "forwarded" not in asked.headers


def test_nginx_is_believed_when_it_stands_in_front() -> None:
    asked = asked_with(behind_nginx=True, x_forwarded_for="6.6.6.6, 2001:db8::1", x_forwarded_proto="https")
    assert asked.headers["x-forwarded-for"] == "2001:db8::1", "the last address is the one nginx saw"
    assert asked.headers["x-forwarded-proto"] == "https"
    assert asked_with(behind_nginx=True, x_forwarded_for="<script>").headers["x-forwarded-for"] == "203.0.113.7"


def test_what_concerns_one_connection_goes_no_further() -> None:
    asked = asked_with(connection="close, x-mine", x_mine="1", te="trailers", upgrade="h2c", proxy_authorization="x")
    assert not {"connection", "x-mine", "te", "upgrade", "proxy-authorization"} & set(asked.headers)


def answered(*raw: bytes, method: str = "GET", body: bytes = b"") -> tuple[list[Answer], StandIn]:
    """What visitors get, one after the other, when the pages answer with `raw` in turn."""

    async def run() -> tuple[list[Answer], StandIn]:
        answers = iter(raw)

        async def respond(request: Asked) -> bytes:
            return next(answers)

        async with pages_that(respond) as stand_in:
            pages = Pages(port=stand_in.port, behind_nginx=False)
            got = [await ask(pages, "/", method=method, body=body) for _ in range(len([r for r in raw if r]))]
            return got, stand_in

    return asyncio.run(run())


def test_every_way_of_ending_a_body_is_understood() -> None:
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nx: y\r\n\r\n"
    empty = b"HTTP/1.1 204 No Content\r\n\r\n"
    hint = b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + http(b"late")
    got, _ = answered(chunked, empty, hint, http(b"z" * 1_000_000))
    assert [(one.status, one.body) for one in got] == [
        (200, b"abcde"),
        (204, b""),
        (200, b"late"),
        (200, b"z" * 1_000_000),
    ]
    assert all(not one["transfer-encoding"] for one in got)


def test_every_cookie_the_pages_set_arrives() -> None:
    got, _ = answered(http(b"", "Set-Cookie: a=1", "Set-Cookie: b=2"))
    assert [value for name, value in got[0].headers if name == b"set-cookie"] == [b"a=1", b"b=2"]


def test_a_kept_connection_that_was_closed_is_replaced_without_the_visitor_noticing() -> None:
    got, stand_in = answered(http(b"one"), b"", http(b"two"))
    assert [one.body for one in got] == [b"one", b"two"]
    assert len(stand_in.asked) == 3


def test_a_form_is_never_sent_twice() -> None:
    async def run() -> None:
        async def hang_up(request: Asked) -> bytes:
            return b""

        async with pages_that(hang_up) as stand_in:
            got = await ask(Pages(port=stand_in.port, behind_nginx=False), "/", method="POST", body=b"x=1")
            assert got.status == 503
            assert len(stand_in.asked) == 1

    asyncio.run(run())


def test_an_answer_that_comes_before_the_form_was_read_reaches_the_visitor() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http(b"sign in first", status="403 Forbidden"))
        await writer.drain()
        # Closing with unread bytes resets the connection.
        writer.transport.abort()

    async def run() -> Answer:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        async with server:
            pages = Pages(port=server.sockets[0].getsockname()[1], behind_nginx=False)
            return await ask(pages, "/", method="POST", body=b"x" * 20_000_000)

    got = asyncio.run(run())
    assert (got.status, got.body) == (403, b"sign in first")


def test_while_the_pages_start_a_visitor_reads_why_and_the_page_comes_back_by_itself() -> None:
    got = asyncio.run(ask(Pages(port=1, behind_nginx=False), "/"))
    assert (got.status, got["retry-after"], got["cache-control"]) == (503, "3", "no-store")
    assert b'<meta http-equiv="refresh" content="3">' in got.body
    assert "Un instant" in got.body.decode()
    assert "nonce" not in got["content-security-policy"]
    english = asyncio.run(ask(Pages(port=1, behind_nginx=False), "/en/watch"))
    assert b'<html lang="en">' in english.body


def test_a_form_sent_while_the_pages_start_is_not_reloaded() -> None:
    got = asyncio.run(ask(Pages(port=1, behind_nginx=False), "/", method="POST", body=b"x=1"))
    assert got.status == 503
    assert b"http-equiv" not in got.body


def test_a_body_too_large_for_a_form_is_refused_before_it_is_read() -> None:
    pages = Pages(port=1, behind_nginx=False)
    assert asyncio.run(ask(pages, "/", method="POST", content_length=str(MOST_BODY + 1))).status == 413
    assert asyncio.run(ask(pages, "/", method="POST", content_length="1e3")).status == 413
    assert asyncio.run(ask(pages, "/", method="POST", transfer_encoding="chunked")).status == 411


def test_nobody_keeps_a_page_whose_view_did_not_say_so() -> None:
    async def run() -> tuple[Answer, Answer]:
        async with pages_that(hello) as stand_in:
            pages = Pages(port=stand_in.port, behind_nginx=False)
            return await ask(pages, "/"), await ask(pages, "/", cookie="session=1")

    anonymous, signed_in = asyncio.run(run())
    assert anonymous["cache-control"] == "private, no-cache"
    assert signed_in["cache-control"] == "private, no-store"
    assert not anonymous["cache-tags"], "a note between our processes"
