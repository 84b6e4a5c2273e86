"""Everything the live routes do not take is handed to the pages (Django) over loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bouquet.foundation.live.answers import Headers, Presence
from bouquet.foundation.live.excuses import say_later, say_too_large
from bouquet.foundation.live.hop import Hop, NotAnswering, Reply
from bouquet.foundation.live.requests import Gone, client_address, header, scheme_of
from bouquet.foundation.live.routing import Receive, Scope, Send

# Forms and pictures; videos travel by tus.
MOST_BODY = 64 * 1024 * 1024
# RFC 9110 §7.6.1: what concerns one connection only. `expect` was answered by our own server.
_HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te",
    b"trailer", b"transfer-encoding", b"upgrade", b"expect",
}  # fmt: skip
# Only this process may say who the visitor is.
_SAID_BY_US = {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-port",
               b"x-real-ip"}  # fmt: skip
_OF_THIS_VISIT = {b"if-none-match", b"if-modified-since", b"if-range", b"range", b"accept-encoding"}
# Notes from the pages to this process, and what our own server adds by itself.
INTERNAL = {b"cache-tags", b"cache-query", b"server", b"date"}


class Pages:
    """The pages, as an ASGI handler."""

    def __init__(self, *, port: int, behind_nginx: bool) -> None:
        self.hop = Hop(port)
        self.behind_nginx = behind_nginx

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = header(scope, b"content-length")
        chunked = bool(header(scope, b"transfer-encoding"))
        if chunked or (length and not length.isdigit()) or int(length or 0) > MOST_BODY:
            # Django reads a body by its length, so one without it would arrive empty.
            await say_too_large(scope, send, needs_length=chunked)
            return
        body = _parts(receive) if int(length or 0) else None
        try:
            reply = await self.ask(scope, scope["method"], self.request_headers(scope), body)
        except (NotAnswering, TimeoutError) as error:
            await self.excuse(scope, send, error)
        except Gone:
            return
        else:
            await self.pass_on(scope, reply, receive, send)

    async def excuse(self, scope: Scope, send: Send, error: Exception) -> None:
        """Tell the visitor why there is no page."""
        await say_later(scope, send, slow=isinstance(error, TimeoutError))

    async def ask(self, scope: Scope, method: str, headers: Headers, body: AsyncIterator[bytes] | None) -> Reply:
        """The pages' answer to this request; errors as `Hop.ask`."""
        query: bytes = scope["query_string"]
        target: bytes = scope["raw_path"]
        return await self.hop.ask(method, target + b"?" + query if query else target, headers, body)

    def request_headers(self, scope: Scope) -> Headers:
        """The visitor's headers, without what only a connection or only this process may say, and with the latter."""
        listed = {part.strip().lower() for part in header(scope, b"connection").split(b",")}
        dropped = _HOP_BY_HOP | _SAID_BY_US | listed
        cookies = [value for name, value in scope["headers"] if name == b"cookie"]
        kept = [(name, value) for name, value in scope["headers"] if name not in dropped and name != b"cookie"]
        if cookies:
            # HTTP/2 may split them; HTTP/1.1 must not (RFC 9113 §8.2.3).
            kept.append((b"cookie", b"; ".join(cookies)))
        address = client_address(scope, behind_nginx=self.behind_nginx)
        scheme = scheme_of(scope, behind_nginx=self.behind_nginx)
        return [*kept, (b"x-forwarded-for", address.encode()), (b"x-forwarded-proto", scheme.encode())]

    def shared_headers(self, scope: Scope) -> Headers:
        """The same for a page that may be kept: asked for whole, uncompressed, whatever this visitor has already."""
        return [pair for pair in self.request_headers(scope) if pair[0] not in _OF_THIS_VISIT]

    async def pass_on(self, scope: Scope, reply: Reply, receive: Receive, send: Send) -> None:
        """Send the answer down as it comes, and stop when the visitor goes away."""
        headers = answer_headers(reply)
        if not any(name == b"cache-control" for name, _ in headers):
            # Nobody may keep a page whose view did not say so.
            headers.append(
                (b"cache-control", b"private, no-store" if header(scope, b"cookie") else b"private, no-cache")
            )
        try:
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            with Presence(receive) as client:
                async for part in reply.body():
                    if client.is_gone:
                        return
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except NotAnswering:
            # The head is gone already: the server closes the connection, and the browser sees that the rest is missing.
            raise ConnectionAbortedError("The pages broke off in the middle of an answer.") from None
        finally:
            reply.close()


def answer_headers(reply: Reply) -> Headers:
    """The answer's headers as they go to the visitor."""
    dropped = _HOP_BY_HOP | INTERNAL
    headers = [(name, value) for name, value in reply.headers if name not in dropped]
    # How long this process may keep a page is a note to it, too: nobody else hears of a purge.
    return [
        (name, b"no-cache" if name == b"cache-control" and b"s-maxage" in value else value) for name, value in headers
    ]


async def _parts(receive: Receive) -> AsyncIterator[bytes]:
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        more = message.get("more_body", False)
        if part := message.get("body", b""):
            yield part
