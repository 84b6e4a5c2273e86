"""An HTTP transport that connects to exactly the address it has checked, so that no second look-up can differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx

from bouquet.capabilities.media.engine.fetching.addresses import (
    Resolver,
    ask_the_system,
    default_port,
    public_addresses,
    require_address,
)


class GuardedTransport(httpx.BaseTransport):
    """Looks the host up once, refuses what is not public, and connects to that very number.

    The name stays in `Host` and in the TLS handshake, so certificates are checked against it. Redirects come back
    through here, because the client is told not to follow them by itself.
    """

    def __init__(
        self,
        *,
        ports: Sequence[int],
        resolve: Resolver = ask_the_system,
        inner: Callable[[], httpx.BaseTransport] = lambda: httpx.HTTPTransport(trust_env=False, retries=0),
    ) -> None:
        self.ports, self.resolve = ports, resolve
        self.inner = inner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises `Forbidden` for where members must not send the house."""
        require_address(str(request.url), ports=self.ports)
        host = request.url.host
        port = request.url.port or default_port(request.url.scheme)
        failure: httpx.TransportError = httpx.ConnectError("no address")
        for number in public_addresses(host, port, self.resolve):
            pinned = httpx.Request(
                request.method,
                request.url.copy_with(host=number),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
            )
            try:
                return self.inner.handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure

    def close(self) -> None:
        self.inner.close()
