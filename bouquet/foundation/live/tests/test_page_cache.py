from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bouquet.foundation.live import page_cache
from bouquet.foundation.live.generations import Generations
from bouquet.foundation.live.page_cache import PageCache
from bouquet.foundation.live.pages import Pages
from bouquet.foundation.live.routing import Receive, Scope, Send
from bouquet.foundation.live.tests.asking import Asked, StandIn, ask, http, pages_that

NONCE = "abcdefghijklmnopqrstuv"
SHARED = ("content-type: text/html", "cache-control: public, max-age=0, s-maxage=60", "cache-tags: home,video:1")
Test = Callable[[PageCache, StandIn, Generations], Awaitable[None]]


async def page(request: Asked) -> bytes:
    """The pages: whoever has a session sees a name, everyone else the same page, which is for all."""
    cookie = request.headers.get("cookie", "")
    if "session=" in cookie:
        return http(b"<p>Bonjour Karim</p>", "content-type: text/html", "cache-control: private, no-store")
    if request.target.startswith("/form"):
        return http(b"<form>", *SHARED, "set-cookie: csrftoken=1")
    if request.target.startswith("/by-agent"):
        return http(b"x", *SHARED, "vary: User-Agent")
    body = f"<script nonce={NONCE}>1</script>{request.target}{'.' * 2000}<script nonce={NONCE}>2</script>".encode()
    policy = f"content-security-policy: script-src 'self' 'nonce-{NONCE}'"
    more = ["cache-query: page"] if request.target.startswith("/list") else []
    return http(body, *SHARED, policy, "vary: Cookie, Accept-Language", *more)


def run(test: Test, tmp_path: Path, *, memory: int = page_cache.MEMORY) -> None:
    async def main() -> None:
        async with pages_that(page) as stand_in:
            generations = Generations(tmp_path / "generations")
            pages = Pages(port=stand_in.port, behind_nginx=False)
            cache = PageCache(pages, generations, personal_cookies=("session", "messages"), memory=memory)
            await test(cache, stand_in, generations)

    asyncio.run(main())


def test_only_this_process_keeps_a_page(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        assert (await ask(cache, "/", method="HEAD"))["cache-control"] == "no-cache"
        assert (await ask(cache, "/"))["cache-control"] == "no-cache"
        assert (await ask(cache, "/by-agent"))["cache-control"] == "no-cache"

    run(test, tmp_path)


def test_a_shared_page_is_fetched_once(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await asyncio.gather(*(ask(cache, "/") for _ in range(50)))
        await ask(cache, "/")
        head = await ask(cache, "/", method="HEAD")
        assert len(stand_in.asked) == 1
        assert (head.status, head.body) == (200, b"")
        assert int(head["content-length"]) > 2000

    run(test, tmp_path)


def test_every_visitor_gets_another_nonce_and_a_policy_that_allows_it(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        seen = set()
        for number in range(20):
            got = await ask(cache, "/", accept_encoding="gzip" if number % 2 else "")
            body = gzip.decompress(got.body) if got["content-encoding"] == "gzip" else got.body
            nonces = set(re.findall(rb"nonce=([\w-]+)>", body))
            assert len(nonces) == 1
            nonce = nonces.pop().decode()
            assert f"'nonce-{nonce}'" in got["content-security-policy"]
            assert got["content-length"] == str(len(got.body))
            seen.add(nonce)
        assert len(seen) == 20
        assert NONCE not in seen

    run(test, tmp_path)


def test_a_session_always_goes_past_the_cache(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/")
        for cookie in ("session=1", "a=b; session=1", "a=b;session=1", "messages=x", "session=1; a=b"):
            got = await ask(cache, "/", cookie=cookie)
            assert (b"Karim" in got.body) == ("session" in cookie)
            assert stand_in.asked[-1].headers["cookie"] == cookie
        got = await ask(cache, "/", cookie="session=1")
        assert got["cache-control"] == "private, no-store"

    run(test, tmp_path)


def test_nobody_sees_what_was_made_for_somebody(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await asyncio.gather(*(ask(cache, "/", cookie=["", "session=1"][n % 2]) for n in range(20)))
        for _ in range(3):
            assert b"Karim" not in (await ask(cache, "/")).body
            assert b"Karim" in (await ask(cache, "/", cookie="session=1")).body

    run(test, tmp_path)


def test_a_session_cookie_in_a_second_header_is_seen(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/")

        async def split(scope: Scope, receive: Receive, send: Send) -> None:
            scope["headers"] = [*scope["headers"], (b"cookie", b"session=1"), (b"cookie", b"theme=dark")]
            await cache(scope, receive, send)

        assert b"Karim" in (await ask(split, "/")).body

    run(test, tmp_path)


def test_other_cookies_do_not_pass_the_cache(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/", cookie="csrftoken=1; theme=dark; xsession_=1")
        await ask(cache, "/")
        assert len(stand_in.asked) == 1
        # A page that turns out not to be shared, a form for example, may need them; a shared view cannot see them.
        assert stand_in.asked[0].headers["cookie"] == "csrftoken=1; theme=dark; xsession_=1"

    run(test, tmp_path)


@pytest.mark.parametrize("path", ["/form", "/by-agent"])
def test_what_sets_a_cookie_or_varies_by_visitor_is_never_kept(path: str, tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        for _ in range(3):
            await ask(cache, path)
        assert len(stand_in.asked) == 3

    run(test, tmp_path)


def test_who_has_the_page_is_not_sent_it_again_and_keeps_its_policy(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        first = await ask(cache, "/")
        again = await ask(cache, "/", if_none_match=first["etag"])
        assert (again.status, again.body) == (304, b"")
        assert not again["content-security-policy"]
        assert (first["cache-control"], first["vary"]) == ("no-cache", "Cookie, Accept-Encoding")
        assert not first["cache-tags"]

    run(test, tmp_path)


def test_a_purge_by_another_process_takes_effect_at_once(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/")
        elsewhere = Generations(tmp_path / "generations")
        elsewhere.advance(["video:2"])
        await ask(cache, "/")
        assert len(stand_in.asked) == 1
        elsewhere.advance(["video:1"])
        await ask(cache, "/")
        assert len(stand_in.asked) == 2

    run(test, tmp_path)


def test_what_was_purged_while_it_was_being_made_is_made_again(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        fetching = asyncio.create_task(ask(cache, "/"))
        while not stand_in.asked:
            await asyncio.sleep(0)
        generations.advance(["home"])
        await fetching
        await ask(cache, "/")
        assert len(stand_in.asked) == 2

    run(test, tmp_path)


def test_an_old_page_is_served_while_a_new_one_is_fetched(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/")
        (kept,) = cache._kept.values()
        kept.fresh_until = 0
        await asyncio.gather(*(ask(cache, "/") for _ in range(10)))
        await asyncio.sleep(0.05)
        assert len(stand_in.asked) == 2
        kept = next(iter(cache._kept.values()))
        kept.stale_until = 0
        await ask(cache, "/")
        assert len(stand_in.asked) == 3

    run(test, tmp_path)


def test_a_query_makes_another_page_unless_the_view_says_which_matter(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        for query in (b"", b"a=1", b"a=2", b"a=1"):
            await ask(cache, "/", query=query)
        assert len(stand_in.asked) == 3
        for query in (b"", b"utm_source=x", b"page=2", b"page=2&t=90", b"t=9&page=2"):
            await ask(cache, "/list", query=query)
        assert len(stand_in.asked) == 5

    run(test, tmp_path)


def test_hosts_do_not_share_pages(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        await ask(cache, "/")
        await ask(cache, "/", host="other.m6.localhost")
        assert len(stand_in.asked) == 2

    run(test, tmp_path)


def test_memory_is_bounded_and_the_least_wanted_page_goes_first(tmp_path: Path) -> None:
    async def test(cache: PageCache, stand_in: StandIn, generations: Generations) -> None:
        for number in range(50):
            await ask(cache, "/favourite")
            await ask(cache, f"/{number}")
        assert sum(kept.weight for kept in cache._kept.values()) == cache._weight <= 100_000
        assert sum(asked.target == "/favourite" for asked in stand_in.asked) == 1

    run(test, tmp_path, memory=100_000)


def test_when_the_pages_are_down_everyone_is_told_at_once(tmp_path: Path) -> None:
    async def main() -> None:
        pages = Pages(port=1, behind_nginx=False)
        cache = PageCache(pages, Generations(tmp_path / "g"), personal_cookies=("session",))
        got = await asyncio.gather(*(ask(cache, "/") for _ in range(5)))
        assert {one.status for one in got} == {503}

    asyncio.run(main())
