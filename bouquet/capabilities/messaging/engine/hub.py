"""All streams of one process: one reading of the log for all who follow a room. The database is behind `Source`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from bouquet.capabilities.messaging.engine.follower import Follower
from bouquet.capabilities.messaging.engine.frames import NOBODY, Caught, Frame, Heads, News, encoded
from bouquet.capabilities.messaging.engine.people import MOST_NAMED, People
from bouquet.capabilities.messaging.engine.wakeups import Tags, Wakeups, apart_tag, member_tag, room_tag

KEPT: Final = 256
ROUND_SECONDS: Final = 5.0
PEOPLE_SECONDS: Final = 2.0
SILENCE_SECONDS: Final = 15.0
STUCK_SECONDS: Final = 30.0

logger = logging.getLogger(__name__)


class Source(Protocol):
    """Where the log is. Called in threads."""

    def news(self, known: Mapping[str, int]) -> Mapping[str, News]:
        """Of these rooms, those that stand higher than their number, with what happened since."""

    def catch_up(self, account: UUID | None, code: str, after: int) -> Caught:
        """For one reader, permission first."""

    def heads(self, account: UUID) -> Heads | None:
        """None when they are not a member any more."""


class Channel:
    """A room somebody follows (all its events) or watches (that something happened)."""

    __slots__ = ("followers", "people", "recent", "seq", "watchers")

    def __init__(self) -> None:
        self.seq = -1
        self.recent: deque[Frame] = deque(maxlen=KEPT)
        # None: whether they may read is not known yet. Then: whether they were told who is here.
        self.followers: dict[Follower, bool | None] = {}
        self.watchers: set[Follower] = set()
        self.people = People()


class Hub:
    """One for each process and event loop. `begin` before the first stream."""

    def __init__(self, source: Source, wakeups: Wakeups) -> None:
        self.source, self.wakeups = source, wakeups
        self.channels: dict[str, Channel] = {}
        self.followers: set[Follower] = set()
        self.accounts: dict[UUID, set[Follower]] = {}
        # What somebody here wants to be woken for.
        self.tags = Tags()
        self._dirty: set[str] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        """Listen, read, tick: until `end`."""
        for work in (self.wakeups.listen(self.woken, self.tags), self._read_on(), self._tick_on()):
            self._tasks.append(asyncio.ensure_future(work))

    async def end(self) -> None:
        for follower in list(self.followers):
            follower.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.wakeups.close()

    def woken(self, tags: Iterable[str]) -> None:
        """Look at these, now."""
        for tag in tags:
            kind, _, name = tag.partition(":")
            if kind == "room":
                self._dirty.add(name)
                self._wake.set()
                continue
            for follower in self.accounts.get(UUID(name), ()):
                follower.read_heads()
                if kind == "apart":
                    follower.fall_behind(*follower.places)

    # What a stream asks.

    def enter(self, follower: Follower) -> None:
        """Subscribe, before anything is read."""
        self.followers.add(follower)
        if follower.account is not None:
            self.accounts.setdefault(follower.account, set()).add(follower)
            self.tags.add(member_tag(follower.account), apart_tag(follower.account))
        for code in follower.places:
            self._channel(code).followers[follower] = None

    def seat(self, follower: Follower, code: str) -> None:
        """They may read: others see that they are here."""
        channel = self._channel(code)
        if channel.followers.get(follower, False) is None:
            channel.followers[follower] = False
            if follower.account is not None:
                channel.people.came(follower.account)

    def exit(self, follower: Follower) -> None:
        self.followers.discard(follower)
        for code in list(follower.places):
            self.unfollow(follower, code)
        self.watch(follower, {}, {})
        mine = self.accounts.get(follower.account) if follower.account else None
        if mine is not None and follower.account is not None:
            mine.discard(follower)
            self.tags.discard(member_tag(follower.account), apart_tag(follower.account))
            if not mine:
                del self.accounts[follower.account]

    def unfollow(self, follower: Follower, code: str) -> None:
        channel = self.channels.get(code)
        if channel is None:
            return
        if channel.followers.pop(follower, None) is not None and follower.account is not None:
            channel.people.went(follower.account, asyncio.get_running_loop().time())
        self._let_go(code)

    def introduce_again(self, follower: Follower) -> None:
        """What it was told of people was dropped: it is told of everybody again."""
        for code in follower.places:
            channel = self.channels.get(code)
            if channel is not None and channel.followers.get(follower):
                channel.followers[follower] = False

    def watch(self, follower: Follower, rooms: Mapping[str, int], apart: Mapping[str, frozenset[UUID]]) -> None:
        """These rooms and no others, besides what it follows; they stood there when they were read."""
        wanted = {code: seq for code, seq in rooms.items() if code not in follower.places}
        for code in follower.light.keys() - wanted.keys():
            self.channels[code].watchers.discard(follower)
            self._let_go(code)
        for code, seq in wanted.items():
            channel = self._channel(code)
            channel.watchers.add(follower)
            if channel.seq < 0:
                channel.seq = seq
                self.woken([room_tag(code)])
            elif channel.seq > seq:
                # It was told of meanwhile, when they did not listen yet.
                follower.read_heads()
        follower.light, follower.deaf, follower.unheard = wanted, apart, {}

    def since(self, code: str, seq: int) -> list[Frame] | None:
        """What was pushed after `seq`; None where it is not kept that far: then the log must be read again."""
        channel = self._channel(code)
        if channel.seq < 0:
            # The first to follow: from here on all is pushed.
            channel.seq = seq
            self.woken([room_tag(code)])
            return []
        if channel.seq <= seq:
            return []
        if not channel.recent or channel.recent[0].seq > seq + 1:
            return None
        return [frame for frame in channel.recent if frame.seq > seq]

    async def source_catch_up(self, account: UUID | None, code: str, after: int) -> Caught:
        return await asyncio.to_thread(self.source.catch_up, account, code, after)

    async def source_heads(self, account: UUID) -> Heads | None:
        return await asyncio.to_thread(self.source.heads, account)

    # What goes on by itself.

    async def _read_on(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                # Not wait_for: before Python 3.12 it can swallow a cancellation.
                async with asyncio.timeout(ROUND_SECONDS):
                    await self._wake.wait()
            codes = self._dirty if self._wake.is_set() else set(self.channels)
            self._wake.clear()
            self._dirty = set()
            known = {code: channel.seq for code in codes if (channel := self.channels.get(code)) and channel.seq >= 0}
            if not known:
                continue
            try:
                news = await asyncio.to_thread(self.source.news, known)
            except Exception:
                # The database may be away for a moment: nothing is lost, it is read again.
                logger.warning("the log of rooms could not be read", exc_info=True)
                self._dirty |= codes
                await asyncio.sleep(1)
                self._wake.set()
                continue
            for code, new in news.items():
                self._bring(code, new)

    def _bring(self, code: str, new: News) -> None:
        channel = self.channels.get(code)
        if channel is None:
            return
        before = channel.seq
        for frame in new.frames:
            if frame.seq <= channel.seq:
                continue
            channel.seq = frame.seq
            channel.recent.append(frame)
            if frame.author is not None:
                channel.people.stops(frame.author)
            for follower in channel.followers:
                follower.push(code, frame)
        if channel.seq < new.seq:
            self.woken([room_tag(code)])
        if channel.watchers and channel.seq > before:
            self._tell_watchers(code, channel, new, before)

    def _tell_watchers(self, code: str, channel: Channel, new: News, before: int) -> None:
        frames = [frame for frame in new.frames if frame.seq > before]
        called: set[UUID] = set().union(*(frame.mentions for frame in frames))
        authors = {frame.author for frame in frames if frame.posts and frame.author}
        head: dict[str, Any] = {"room": code, "seq": channel.seq, "posts": new.posts}
        if gone := [frame.gone for frame in frames if frame.gone]:
            head["gone"] = gone
        plain, calling = (encoded("head", head | {"mention": is_called}) for is_called in (False, True))
        for follower in channel.watchers:
            if code in follower.unheard or not authors.isdisjoint(follower.deaf.get(code, NOBODY)):
                self._tell_hard_of_hearing(code, follower, head, frames)
            else:
                follower.tell(calling if follower.account in called else plain)

    def _tell_hard_of_hearing(
        self, code: str, follower: Follower, head: Mapping[str, Any], frames: Sequence[Frame]
    ) -> None:
        """What is said by people they keep apart from is not new to them."""
        apart, since = follower.deaf.get(code, NOBODY), follower.light.get(code, 0)
        heard = [frame for frame in frames if frame.author not in apart]
        unheard = [frame for frame in frames if frame.author in apart and frame.seq > since]
        if any(frame.gone for frame in unheard):
            # Whether they had it behind them, their row knows.
            follower.read_heads()
            return
        count = follower.unheard[code] = follower.unheard.get(code, 0) + sum(frame.posts for frame in unheard)
        mention = any(follower.account in frame.mentions for frame in heard)
        follower.tell(encoded("head", {**head, "posts": head["posts"] - count, "mention": mention}))

    async def _tick_on(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(PEOPLE_SECONDS)
            now = loop.time()
            for code, channel in list(self.channels.items()):
                self._tell_people(code, channel, now)
                self._let_go(code)
            for follower in list(self.followers):
                if follower.sending_since and now - follower.sending_since > STUCK_SECONDS:
                    follower.stop()
                elif now - follower.sent_at > SILENCE_SECONDS and not follower.queue:
                    follower.tell(b":\n\n")
                elif now > follower.until:
                    follower.wake()

    def _tell_people(self, code: str, channel: Channel, now: float) -> None:
        step = channel.people.step(now)
        came, went = step or (NOBODY, NOBODY)
        shared = encoded("people", channel.people.drawn(code, came, went, NOBODY, is_first=False)) if step else b""
        for follower, is_told in channel.followers.items():
            if is_told is None or code in follower.behind:
                continue
            apart = follower.apart.get(code, NOBODY)
            if not is_told:
                channel.followers[follower] = True
                follower.tell(encoded("people", channel.people.drawn(code, came, went, apart, is_first=True)))
            elif step and apart and len(channel.people.told) <= MOST_NAMED:
                follower.tell(encoded("people", channel.people.drawn(code, came, went, apart, is_first=False)))
            elif step:
                follower.tell(shared)

    def _channel(self, code: str) -> Channel:
        if code not in self.channels:
            self.channels[code] = Channel()
            self.tags.add(room_tag(code))
        return self.channels[code]

    def _let_go(self, code: str) -> None:
        channel = self.channels.get(code)
        if channel and not channel.followers and not channel.watchers and not channel.people.lingering:
            del self.channels[code]
            self.tags.discard(room_tag(code))
