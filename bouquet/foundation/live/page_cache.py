"""Shared pages, kept in the live process's memory as they go out, plain and compressed.

A page is kept for as long as its view says, and until one of its tags is purged. One that has grown old by time alone
is still served while a new one is fetched; one that was purged is not: it may show what nobody may see any more.
Ten thousand visitors who ask for a missing page at once cause one request to the pages.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict

from bouquet.foundation.live.answers import answer
from bouquet.foundation.live.generations import Generations
from bouquet.foundation.live.hop import NotAnswering, Reply
from bouquet.foundation.live.kept_pages import KeptPage, keep
from bouquet.foundation.live.pages import Pages
from bouquet.foundation.live.routing import Receive, Scope, Send

MEMORY = 128 * 1024 * 1024
MOST_RULES = 20_000
PERSONAL_SECONDS = 30


class PageCache:
    """The pages with their cache, as an ASGI handler."""

    def __init__(
        self, pages: Pages, generations: Generations, *, personal_cookies: tuple[str, ...], memory: int = MEMORY
    ) -> None:
        self.pages = pages
        self.generations = generations
        self.memory = memory
        names = "|".join(map(re.escape, personal_cookies))
        self._is_personal = re.compile(rf"(?:^|[;\s])(?:{names})=".encode()).search
        self._kept: OrderedDict[bytes, KeptPage] = OrderedDict()
        self._weight = 0
        self._flights: dict[bytes, asyncio.Future[KeptPage | None]] = {}
        # Which query parameters a path's page depends on; and pages found not to be shareable, with the time.
        self._queries: OrderedDict[bytes, frozenset[bytes]] = OrderedDict()
        self._personal: OrderedDict[bytes, float] = OrderedDict()
        self._refreshing: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method != "GET" and method != "HEAD":
            await self.pages(scope, receive, send)
            return
        host = accept_encoding = if_none_match = b""
        for name, value in scope["headers"]:
            if name == b"host":
                host = value
            elif name == b"accept-encoding":
                accept_encoding = value
            elif name == b"if-none-match":
                if_none_match = value
            elif (name == b"cookie" and self._is_personal(value)) or name == b"authorization" or name == b"hx-request":
                await self.pages(scope, receive, send)
                return
        key = self._key(host, scope)
        now = asyncio.get_running_loop().time()
        page = self._kept.get(key)
        if page is not None and not self._is_current(page, now):
            self._drop(key)
            page = None
        if page is None:
            if method == "HEAD" or self._is_known_personal(key, now):
                await self.pages(scope, receive, send)
                return
            page = await self._fetch_once(key, scope, receive, send)
            if page is None:
                return
        else:
            self._kept.move_to_end(key)
            if now > page.fresh_until and key not in self._flights:
                self._refresh(key, scope)
        status, headers, body = page.answer_for(accept_encoding, if_none_match)
        await answer(send, status, headers, body, bare=method == "HEAD")

    def _key(self, host: bytes, scope: Scope) -> bytes:
        place: bytes = host.lower() + scope["raw_path"]
        query: bytes = scope["query_string"]
        if not query:
            return place
        known = self._queries.get(place)
        if known is not None:
            query = b"&".join(part for part in query.split(b"&") if part.partition(b"=")[0] in known)
        return b"%s?%s" % (place, query) if query else place

    def _is_current(self, page: KeptPage, now: float) -> bool:
        return now < page.stale_until and self.generations.read(page.cells) == page.numbers

    def _is_known_personal(self, key: bytes, now: float) -> bool:
        found_at = self._personal.get(key)
        return found_at is not None and now - found_at < PERSONAL_SECONDS

    async def _fetch_once(self, key: bytes, scope: Scope, receive: Receive, send: Send) -> KeptPage | None:
        """The page, fetched now by this request or by another one under way. None when the answer has been sent."""
        flight = self._flights.get(key)
        if flight is not None:
            page = await asyncio.shield(flight)
            if page is None:
                await self.pages(scope, receive, send)
            return page
        flight = self._flights[key] = asyncio.get_running_loop().create_future()
        page = None
        try:
            found = await self._fetch(key, scope)
            if isinstance(found, Reply):
                # Those who waited go on by themselves, without waiting for this answer's end.
                self._land(key, None)
                await self.pages.pass_on(scope, found, receive, send)
                return None
            page = found
        except (NotAnswering, TimeoutError) as error:
            await self.pages.excuse(scope, send, error)
        finally:
            self._land(key, page)
        return page

    def _land(self, key: bytes, page: KeptPage | None) -> None:
        flight = self._flights.pop(key, None)
        if flight is not None and not flight.done():
            flight.set_result(page)

    async def _fetch(self, key: bytes, scope: Scope) -> KeptPage | Reply:
        """Ask the pages; what may be shared is read whole and kept, anything else is returned with its body unread."""
        numbers = self.generations.snapshot()
        reply = await self.pages.ask(scope, "GET", self.pages.shared_headers(scope), None)
        now = asyncio.get_running_loop().time()
        page = await keep(reply, numbers, now)
        if page is None:
            self._personal[key] = now
            if len(self._personal) > MOST_RULES:
                self._personal.popitem(last=False)
            return reply
        if page.query is not None:
            self._queries[key.partition(b"?")[0]] = page.query
            if len(self._queries) > MOST_RULES:
                self._queries.popitem(last=False)
            key = self._key(key.partition(b"/")[0], scope)
        self._drop(key)
        self._kept[key] = page
        self._weight += page.weight
        while self._weight > self.memory:
            self._drop(next(iter(self._kept)))
        return page

    def _refresh(self, key: bytes, scope: Scope) -> None:
        self._flights[key] = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(self._fetch_again(key, scope))
        self._refreshing.add(task)
        task.add_done_callback(self._refreshing.discard)

    async def _fetch_again(self, key: bytes, scope: Scope) -> None:
        page = None
        try:
            found = await self._fetch(key, scope)
            if isinstance(found, Reply):
                found.close()
                self._drop(key)
            else:
                page = found
        except (NotAnswering, TimeoutError):
            # The old page serves until its time is over; perhaps the pages are only being restarted.
            pass
        finally:
            self._land(key, page)

    def _drop(self, key: bytes) -> None:
        if page := self._kept.pop(key, None):
            self._weight -= page.weight
