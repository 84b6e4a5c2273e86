"""A hundred browsers in one event loop: streams that are cut at random, outboxes that try again until they know."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bouquet.foundation.ids.keys import new_code

HOST = "wideo.m6.localhost"


@dataclass
class Tab:
    """What one page holds: of each room its events in order, and its messages as they are now."""

    cookie: str
    ports: Sequence[int]
    chance: random.Random
    places: dict[str, int]
    events: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    cuts: int = 0
    resets: int = 0
    base: dict[str, int] = field(default_factory=dict)
    last_event_id: str = ""

    async def listen(self, over: asyncio.Event) -> None:
        """Until `over`, however often the connection breaks."""
        while not over.is_set():
            reading = asyncio.ensure_future(self._stream())
            until = asyncio.ensure_future(self._until(over))
            await asyncio.wait({reading, until}, return_when=asyncio.FIRST_COMPLETED)
            for task in (reading, until):
                task.cancel()
            ended, _ = await asyncio.gather(reading, until, return_exceptions=True)
            if isinstance(ended, Exception) and not isinstance(ended, (OSError, EOFError)):
                raise ended
            self.cuts += 1
            if not until.done() or isinstance(ended, (OSError, EOFError)):
                await asyncio.sleep(0.1)

    async def _until(self, over: asyncio.Event) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.chance.uniform(0.1, 2.5)):
                await over.wait()

    async def _stream(self) -> None:
        if not self.base or self.chance.random() < 0.5:
            self.base, self.last_event_id = dict(self.places), ""
        rooms = ",".join(f"{code}:{seq}" for code, seq in self.base.items())
        reader, writer = await asyncio.open_connection("127.0.0.1", self.chance.choice(self.ports), limit=1 << 22)
        try:
            last = f"Last-Event-ID: {self.last_event_id}\r\n" if self.last_event_id else ""
            head = f"GET /live/stream?rooms={rooms} HTTP/1.1\r\nHost: {HOST}\r\nCookie: session={self.cookie}\r\n"
            writer.write(f"{head}{last}\r\n".encode())
            await reader.readuntil(b"\r\n\r\n")
            rest, cursor = b"", self.last_event_id
            while True:
                size = int((await reader.readline()).strip() or b"0", 16)
                if not size:
                    return
                rest += await reader.readexactly(size)
                await reader.readline()
                *whole, rest = rest.split(b"\n\n")
                for event in whole:
                    lines = [line for line in event.decode().split("\n") if ": " in line and not line.startswith(":")]
                    fields = dict(line.split(": ", 1) for line in lines)
                    cursor = fields.get("id", cursor)
                    self._take(fields.get("event", ""), json.loads(fields.get("data", "{}")))
                    self.last_event_id = cursor
        finally:
            writer.close()

    def _take(self, name: str, data: dict[str, Any]) -> None:
        if name == "reset":
            self.resets += 1
        if name != "log":
            return
        code = data["room"]
        assert data["seq"] == self.places[code] + 1, f"{code}: {data['seq']} after {self.places[code]}"
        self.places[code] = data["seq"]
        self.events.setdefault(code, []).append((data["seq"], data["kind"], data.get("client", "")))
        message = data.get("message")
        if message and message["rev"] >= self.messages.get(message["id"], {}).get("rev", 0):
            self.messages[message["id"]] = message

    async def talk(self, over: asyncio.Event) -> None:
        """Say and do things; each is sent until it is answered."""
        while not over.is_set():
            await self._send_until_known(self._something())
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    def _something(self) -> tuple[str, dict[str, Any]]:
        code = self.chance.choice(list(self.places))
        body: dict[str, Any] = {"kind": "post", "client": new_code(12), "text": f"Bonjour {new_code(6)}"}
        own = [one for one in self.messages.values() if one.get("client") in self.acknowledged]
        if own and self.chance.random() < 0.4:
            message, kind = self.chance.choice(own), self.chance.choice(["edit", "react", "delete"])
            # Its room is told by the log it came in.
            code = next(room for room, log in self.events.items() if (message["seq"], "post", message["client"]) in log)
            body |= {"kind": kind, "message": message["id"], "text": f"Mieux {new_code(6)}", "emoji": "👍"}
        return code, body

    async def _send_until_known(self, command: tuple[str, dict[str, Any]]) -> None:
        while True:
            status = 0
            with contextlib.suppress(OSError, EOFError, ValueError, TimeoutError):
                async with asyncio.timeout(5):
                    status = await self._send(*command)
            if status == 200:
                self.acknowledged.append(command[1]["client"])
                return
            if status in (403, 404, 409, 422):
                return
            await asyncio.sleep(self.chance.uniform(0.1, 0.5))

    async def _send(self, code: str, body: dict[str, Any]) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.chance.choice(self.ports))
        try:
            data = json.dumps(body).encode()
            head = (
                f"POST /live/rooms/{code} HTTP/1.1\r\nHost: {HOST}\r\nOrigin: http://{HOST}\r\n"
                f"Content-Type: application/json\r\nCookie: session={self.cookie}\r\n"
                f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n"
            )
            writer.write(head.encode() + data)
            if self.chance.random() < 0.1:
                # Sent, and gone before the answer: nobody knows whether it was written.
                await writer.drain()
                await asyncio.sleep(self.chance.uniform(0, 0.01))
                return 0
            return int((await reader.readline()).split()[1])
        except IndexError:
            return 0
        finally:
            writer.close()
