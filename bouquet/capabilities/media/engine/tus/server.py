"""The upload server: the requests of tus, one method each."""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Final, Protocol

from bouquet.capabilities.media.engine.tus import headers as tus
from bouquet.capabilities.media.engine.tus.answers import CHECKSUM_MISMATCH, Answer, Refusal, Send
from bouquet.capabilities.media.engine.tus.headers import Headers
from bouquet.capabilities.media.engine.tus.shelf import Record, Shelf
from bouquet.capabilities.media.engine.tus.writing import Overflow, Receive, Writer

Scope = MutableMapping[str, Any]
# A writer that has heard nothing for this long is a dead connection: whoever comes back takes its place.
_SILENT_SECONDS: Final = 5.0
_PATIENCE_SECONDS: Final = 3.0
_HAND_OVER_SECONDS: Final = 20.0
_HEAR_OUT_SECONDS, _HEAR_OUT_BYTES = 1.0, 8 << 20
_DISK_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Gate(Protocol):
    """What the house decides; any method may raise `Refusal`. `admit` and `take` run in a thread and may block."""

    def admit(self, headers: Headers, length: int, metadata: dict[str, str]) -> Record:
        """A new record for an upload of `length` bytes by whoever the headers say."""

    def take(self, record: Record) -> None:
        """Every byte is here: hand the file over, once however often it is called."""

    def receipt(self, record: Record) -> dict[str, str]:
        """Headers that tell what became of a file that was handed over."""

    def check_space(self, record: Record) -> None:
        """Refusal when the disk is at its floor. Called in the event loop: one call to the kernel at most."""

    def disk_full(self, record: Record) -> Refusal:
        """What to answer when the disk refused to write."""

    def most_bytes(self) -> int:
        """The longest upload taken."""

    def now(self) -> float:
        """Seconds since 1970."""


class TusServer:
    """An ASGI handler for the paths below `prefix`."""

    def __init__(self, shelf: Shelf, gate: Gate, *, prefix: str) -> None:
        self.shelf, self.gate, self.prefix = shelf, gate, prefix
        self.threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="upload")
        self.syncing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sync")
        self._writers: dict[str, Writer] = {}
        self._finishing: dict[str, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive)
        try:
            answer = await self._answer(scope, body)
        except Refusal as refusal:
            await body.hear_out()
            answer = Answer(refusal.status, {"Tus-Resumable": tus.VERSION, **refusal.headers}, refusal.sentence)
        await answer.send(send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        headers = Headers(scope["headers"])
        # tus « X-HTTP-Method-Override »: for clients behind what lets only GET and POST through.
        method = (headers.get("x-http-method-override") or scope["method"]).upper()
        upload_id = scope["path"].removeprefix(self.prefix).strip("/")
        if method == "OPTIONS":
            return self._discover()
        if headers.get("tus-resumable") != tus.VERSION:
            raise Refusal(412, "Tus-Resumable must be 1.0.0.", {"Tus-Version": tus.VERSION})
        if not upload_id:
            if method != "POST":
                raise Refusal(405, "Uploads are made by POST.", {"Allow": "POST, OPTIONS"})
            return await self._create(headers, receive)
        handlers: dict[str, Callable[[Record, Headers, Receive], Awaitable[Answer]]] = {
            "HEAD": self._tell,
            "PATCH": self._append,
            "DELETE": self._terminate,
        }
        if method not in handlers:
            raise Refusal(405, "An upload takes HEAD, PATCH and DELETE.", {"Allow": "HEAD, PATCH, DELETE, OPTIONS"})
        return await handlers[method](await self._found(upload_id), headers, receive)

    def _discover(self) -> Answer:
        return Answer(
            204,
            {
                "Tus-Resumable": tus.VERSION,
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(self.gate.most_bytes()),
                "Tus-Checksum-Algorithm": ",".join(tus.CHECKSUMS),
            },
        )

    async def _create(self, headers: Headers, receive: Receive) -> Answer:
        length = headers.whole("upload-length")
        if length is None:
            raise Refusal(400, "Upload-Length is missing.")
        with_upload = headers.get("content-type") == tus.BODY_TYPE
        checksum = tus.checksum(headers) if with_upload else None
        record = await self._in_thread(self.gate.admit, headers, length, tus.metadata(headers))
        answer = {"Location": f"{self.prefix}{record.id}"}
        if with_upload:
            return await self._write(record, 0, receive, checksum, answer, created=True)
        if length == 0:
            answer |= await self._finished(record)
        return Answer(201, self._state(record) | answer)

    async def _tell(self, record: Record, headers: Headers, receive: Receive) -> Answer:
        state = self._state(record) | {"Upload-Length": str(record.length)}
        if int(state["Upload-Offset"]) == record.length and record.id not in self._writers:
            state |= await self._finished(record)
        return Answer(200, state)

    async def _append(self, record: Record, headers: Headers, receive: Receive) -> Answer:
        if headers.get("content-type") != tus.BODY_TYPE:
            raise Refusal(415, f"Content-Type must be {tus.BODY_TYPE}.")
        offset, coming = headers.whole("upload-offset"), headers.whole("content-length")
        if offset is None:
            raise Refusal(400, "Upload-Offset is missing.")
        if coming is not None and offset + coming > record.length:
            raise Refusal(413, "More bytes than Upload-Length said.")
        return await self._write(record, offset, receive, tus.checksum(headers), {}, created=False)

    async def _terminate(self, record: Record, headers: Headers, receive: Receive) -> Answer:
        descriptor = await self._locked(record)
        try:
            await self._in_thread(self.shelf.end, record)
        finally:
            os.close(descriptor)
        return Answer(204, {"Tus-Resumable": tus.VERSION})

    async def _write(
        self,
        record: Record,
        offset: int,
        receive: Receive,
        checksum: tus.Checksum | None,
        extra: dict[str, str],
        *,
        created: bool,
    ) -> Answer:
        descriptor = await self._locked(record)
        try:
            here = self.shelf.offset(record)
            if offset != here:
                raise Refusal(409, f"The upload is at {here}, not at {offset}.", {"Upload-Offset": str(here)})
            os.ftruncate(descriptor, here)
            is_complete = await self._receive(record, descriptor, here, receive, checksum)
            if is_complete:
                # What is acknowledged survives our own death at once, a power cut as soon as this is through: the same
                # promise as the database gives (docs/decisions/0012-uploads.md).
                self.syncing.submit(_sync, os.dup(descriptor))
        finally:
            os.close(descriptor)
        if is_complete:
            extra = extra | await self._finished(record)
        return Answer(201 if created else 204, self._state(record) | extra)

    async def _receive(
        self, record: Record, descriptor: int, here: int, receive: Receive, checksum: tus.Checksum | None
    ) -> bool:
        """Write what comes; returns whether the upload is complete now."""
        writer = Writer(
            descriptor,
            offset=here,
            length=record.length,
            threads=self.threads,
            hasher=checksum.new_hash() if checksum else None,
            check_space=partial(self.gate.check_space, record),
        )
        if checksum:
            self.shelf.unverified(record.id).write_text(str(here))
        self._writers[record.id] = writer
        try:
            await writer.take(receive)
        except Overflow:
            raise Refusal(413, "More bytes than Upload-Length said.") from None
        except OSError as error:
            raise (self.gate.disk_full(record) if error.errno in _DISK_FULL else error) from None
        finally:
            del self._writers[record.id]
            is_right = self._settle(record, descriptor, here, writer, checksum)
        if not is_right:
            raise Refusal(CHECKSUM_MISMATCH, "The bytes do not add up to Upload-Checksum.")
        return writer.offset == record.length

    def _settle(
        self, record: Record, descriptor: int, here: int, writer: Writer, checksum: tus.Checksum | None
    ) -> bool:
        """Whether the bytes are those the checksum was made of (also when there is none); if not, they go."""
        if checksum is None:
            return True
        is_right = bool(writer.hasher.digest() == checksum.digest)  # type: ignore[union-attr]
        if not is_right:
            os.ftruncate(descriptor, here)
        self.shelf.unverified(record.id).unlink(missing_ok=True)
        return is_right

    async def _locked(self, record: Record) -> int:
        """The bytes, locked for us. A silent writer is sent away; one that is still hearing bytes keeps its place."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                descriptor = self.shelf.lock(record.id)
            except FileNotFoundError:
                raise self._nothing_to_write_to(record) from None
            if descriptor is not None:
                return descriptor
            writer = self._writers.get(record.id)
            if writer is not None and time.monotonic() - writer.heard_at > _SILENT_SECONDS:
                writer.stop()
            elif time.monotonic() > deadline:
                raise Refusal(423, "Another request is writing to this upload.")
            await asyncio.sleep(0.05)

    def _nothing_to_write_to(self, record: Record) -> Refusal:
        """The bytes went while we came: handed over (the offset says so) or ended."""
        now = self.shelf.find(record.id)
        if now is None or now.is_gone:
            return Refusal(410, "This upload is over.")
        return Refusal(409, "This upload is complete.", {"Upload-Offset": str(record.length)})

    async def _finished(self, record: Record) -> dict[str, str]:
        """Hand the whole file over, once; its receipt if that ends soon (ask again by HEAD if not)."""
        if record.is_finished:
            return self.gate.receipt(record)
        task = self._finishing.get(record.id)
        if task is None:
            task = asyncio.create_task(self._in_thread(self._hand_over, record))
            self._finishing[record.id] = task
            task.add_done_callback(lambda done: self._finishing.pop(record.id, None))
        done, _ = await asyncio.wait({task}, timeout=_HAND_OVER_SECONDS)
        if not done:
            return {}
        task.result()
        return self.gate.receipt(record)

    def _hand_over(self, record: Record) -> None:
        self.gate.take(record)
        self.shelf.finish(record)

    async def _found(self, upload_id: str) -> Record:
        record: Record | None = await self._in_thread(self.shelf.find, upload_id)
        if record is None:
            raise Refusal(404, "There is no such upload.")
        if record.is_gone or (not record.is_finished and self.shelf.expires_at(record) < self.gate.now()):
            raise Refusal(410, "This upload is over.")
        return record

    def _state(self, record: Record) -> dict[str, str]:
        return {
            "Tus-Resumable": tus.VERSION,
            "Upload-Offset": str(self.shelf.offset(record)),
            "Upload-Expires": tus.http_date(self.shelf.expires_at(record)),
        }

    async def _in_thread(self, call: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, call, *arguments)


def _sync(descriptor: int) -> None:
    try:
        os.fdatasync(descriptor)
    finally:
        os.close(descriptor)


class _Body:
    """The body of a request, which knows whether it has come to its end."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._is_over = receive, False

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._is_over = message["type"] != "http.request" or not message.get("more_body")
        return message

    async def hear_out(self) -> None:
        """Read on for a moment before refusing: a connection closed in mid-body may lose the answer with it."""
        heard, deadline = 0, time.monotonic() + _HEAR_OUT_SECONDS
        with suppress(TimeoutError):
            while not self._is_over and heard < _HEAR_OUT_BYTES:
                message = await asyncio.wait_for(self(), max(0.0, deadline - time.monotonic()))
                heard += len(message.get("body", b""))
