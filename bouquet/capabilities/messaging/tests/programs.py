"""Films that no app owns, and addresses that answer as a test wishes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key
from bouquet.foundation.subjects.subject import Kind, Ref, Standing, Subject, Visitor

EVERYBODY = "everybody"


class FilmKind(Kind):
    """Films: key → who may watch it, or `EVERYBODY`."""

    name = "test.film"
    label = "a film"
    icon = "film"

    def __init__(self) -> None:
        self.films: dict[UUID, object] = {}

    def add(self, *, watched_by: object = EVERYBODY) -> Ref:
        key = new_key()
        self.films[key] = watched_by
        return Ref(self.name, key)

    def find(self, keys: Collection[UUID]) -> dict[UUID, Subject]:
        known = [key for key in keys if key in self.films]
        return {
            key: Subject(
                Ref(self.name, key), "Le port", "http://x/v/1", None, clock.now(), embed=f"http://x/embed/{key}"
            )
            for key in known
        }

    def visible_to(self, visitor: Visitor, keys: Collection[UUID]) -> set[UUID]:
        return {key for key in keys if self.films.get(key) == EVERYBODY or self.films.get(key) == visitor}

    def moderate(self, key: UUID, standing: Standing, *, label: str = "") -> None:
        del self.films[key]


@dataclass
class Elsewhere:
    """An address on the Internet: what came there, and what it answers."""

    answers: list[httpx.Response] = field(default_factory=list)
    came: list[httpx.Request] = field(default_factory=list)
    number: str = "93.184.216.34"

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.came.append(request)
        wished = self.answers.pop(0) if self.answers else httpx.Response(204)
        return httpx.Response(wished.status_code, headers=wished.headers, stream=httpx.ByteStream(b""))

    def client(self, resolve: Callable[[str, int], list[str]] | None = None) -> httpx.Client:
        """As `delivering.new_client`, with the Internet played by this object."""
        transport = GuardedTransport(
            ports=(80, 443),
            resolve=resolve or (lambda host, port: [self.number]),
            inner=lambda: httpx.MockTransport(self.answer),
        )
        return httpx.Client(transport=transport, follow_redirects=False, trust_env=False)
