from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bouquet.foundation.live import streaming
from bouquet.foundation.live.generations import Generations
from bouquet.foundation.live.streaming import Event, changes, last_event_id, stream
from bouquet.foundation.live.tests.asking import ask


@pytest.fixture
def cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generations:
    cells = Generations(tmp_path / "generations")
    monkeypatch.setattr(streaming, "generations", lambda: cells)
    return cells


def test_events_travel_in_the_form_browsers_read() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def events() -> AsyncGenerator[Event]:
            yield Event("one\ntwo", name="progress", cursor=last_event_id(scope) + "1")
            yield Event("", name="a\nid: forged")

        await stream(scope, receive, send, events())

    got = asyncio.run(ask(app, "/", last_event_id="4"))
    assert got["content-type"] == "text/event-stream; charset=utf-8"
    assert got.body == (
        b"retry: 2000\n\nevent: progress\nid: 41\ndata: one\ndata: two\n\nevent: a id: forged\ndata: \n\n"
    )


def test_a_change_in_another_process_wakes_those_who_watch_for_it(cells: Generations, tmp_path: Path) -> None:
    async def main() -> None:
        woken: list[str] = []

        async def watch(tag: str) -> None:
            async for _ in changes(tag):
                woken.append(tag)

        watchers = [asyncio.create_task(watch(tag)) for tag in ("asset:1", "asset:1", "asset:2")]
        await asyncio.sleep(0.01)
        assert sorted(woken) == ["asset:1", "asset:1", "asset:2"], "everyone begins with the present state"
        Generations(tmp_path / "generations").advance(["asset:1"])
        await asyncio.sleep(2 * streaming.LOOK_SECONDS)
        assert sorted(woken) == ["asset:1"] * 4 + ["asset:2"]
        for watcher in watchers:
            watcher.cancel()

    asyncio.run(main())


def test_a_change_that_comes_while_one_is_told_is_not_missed(cells: Generations) -> None:
    async def main() -> None:
        rounds = 0
        async for _ in changes("asset:1"):
            rounds += 1
            if rounds == 1:
                cells.advance(["asset:1"])
            else:
                break

    asyncio.run(asyncio.wait_for(main(), 1))


def test_when_the_visitor_goes_the_events_are_put_away() -> None:
    async def main() -> None:
        closed = asyncio.Event()
        gone = asyncio.Event()

        async def events() -> AsyncGenerator[Event]:
            try:
                yield Event("1")
                await asyncio.Event().wait()
            finally:
                closed.set()

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            if b"data: 1" in message.get("body", b""):
                gone.set()

        await asyncio.wait_for(stream({"headers": []}, receive, send, events()), 1)
        assert closed.is_set()

    asyncio.run(main())


def test_a_silent_stream_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "KEEP_ALIVE_SECONDS", 0.01)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def events() -> AsyncGenerator[Event]:
            await asyncio.sleep(0.05)
            yield Event("late")

        await stream(scope, receive, send, events())

    got = asyncio.run(ask(app, "/"))
    assert got.body.count(b":\n\n") >= 2
    assert got.body.endswith(b"data: late\n\n")
