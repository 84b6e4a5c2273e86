"""Group commit: whatever waits when a commit ends goes into the next one together, and is answered after it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Generic, TypeVar

Command = TypeVar("Command")
Outcome = TypeVar("Outcome")
MOST_TOGETHER: Final = 64


class Writer(Generic[Command, Outcome]):
    """`commit(commands)` runs in one thread, one call at a time, and gives an outcome for each."""

    def __init__(self, commit: Callable[[Sequence[Command]], Sequence[Outcome]]) -> None:
        self.commit = commit
        self._waiting: deque[tuple[Command, asyncio.Future[Outcome]]] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="room-writer")
        self._writing: asyncio.Task[None] | None = None

    async def carry_out(self, command: Command) -> Outcome:
        """Its outcome, after the commit."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Outcome] = loop.create_future()
        self._waiting.append((command, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_on())
        return await done

    async def close(self) -> None:
        """What waits is written first."""
        if self._writing is not None:
            await asyncio.wait({self._writing})
        self._thread.shutdown(wait=False)

    async def _write_on(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            together = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_TOGETHER))]
            try:
                outcomes = await loop.run_in_executor(self._thread, self.commit, [one for one, _ in together])
            except Exception as error:
                for _, done in together:
                    if not done.done():
                        done.set_exception(error)
                continue
            for (_, done), outcome in zip(together, outcomes, strict=True):
                # Whoever went away meanwhile asks again, with the same id.
                if not done.done():
                    done.set_result(outcome)
