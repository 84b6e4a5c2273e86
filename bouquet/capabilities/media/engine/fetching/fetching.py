"""One file from one address to the disk: bounded in size and time, taken up again where it broke off."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import httpx

from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport

MOST_REDIRECTS: Final = 3
_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)
_MOST_SECONDS: Final = 3 * 3600
_ATTEMPTS: Final = 5
# A telephone line of 2006 brought four times as much.
_LEAST_BYTES_PER_SECOND: Final = 2048
_LOOK_AT_PACE_SECONDS: Final = 60.0
_TYPES: Final = re.compile(r"^(video/|application/(octet-stream|mp4|x-matroska|mxf|ogg|vnd\.rn-realmedia)|binary/)")
_HEADERS: Final = {"User-Agent": "Bouquet/0.1 (import)", "Accept": "video/*, */*;q=0.5", "Accept-Encoding": "identity"}

OnBytes = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Fetched:
    """A whole file at `path`; `name` is what its server calls it."""

    path: Path
    name: str


def fetch(
    address: str,
    target: Path,
    *,
    transport: GuardedTransport,
    most_bytes: int,
    on_bytes: OnBytes,
    wait: Callable[[float], None] = time.sleep,
) -> Fetched:
    """Fetch `address` into `target`. What an earlier call left there is continued where the server allows it.

    Raises NotFetched, `Forbidden`, OSError of the disk, and whatever `on_bytes(done, total)` raises.
    """
    deadline = time.monotonic() + _MOST_SECONDS
    with httpx.Client(transport=transport, timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client:
        for attempt in range(_ATTEMPTS):
            if attempt:
                wait(2.0**attempt)
            try:
                return _attempt(client, address, target, most_bytes, on_bytes, deadline)
            except httpx.HTTPError:
                if attempt == _ATTEMPTS - 1:
                    raise NotFetched(NotFetched.UNREACHABLE) from None
    raise NotFetched(NotFetched.UNREACHABLE)


def _attempt(
    client: httpx.Client, address: str, target: Path, most_bytes: int, on_bytes: OnBytes, deadline: float
) -> Fetched:
    mark, here = _mark(target), target.stat().st_size if target.exists() else 0
    asking = {**_HEADERS, "Range": f"bytes={here}-", "If-Range": mark} if here and mark else dict(_HEADERS)
    with _followed(client, address, asking) as response:
        start = here if response.status_code == 206 and _starts_at(response) == here else 0
        if response.status_code == 206 and start != here:
            raise httpx.RemoteProtocolError("another range than the one asked for")
        if response.status_code == 416 and here:
            # Nothing comes after what we have, or the file has changed: begin again, once.
            target.unlink()
            raise httpx.RemoteProtocolError("range not satisfiable")
        if response.status_code not in {200, 206}:
            raise NotFetched(NotFetched.STATUS, status=response.status_code)
        _require_file(response)
        total = _total(response, start)
        if total is not None and total > most_bytes:
            raise NotFetched(NotFetched.TOO_LARGE, limit_bytes=most_bytes)
        _remember(target, response)
        _write(response, target, start, total, most_bytes, on_bytes, deadline)
        return Fetched(target, _name(response))


def _write(
    response: httpx.Response,
    target: Path,
    start: int,
    total: int | None,
    most_bytes: int,
    on_bytes: OnBytes,
    deadline: float,
) -> None:
    done = start
    with target.open("r+b" if start else "wb") as file:
        file.seek(start)
        file.truncate()
        pace = _Pace(deadline)
        # As the bytes come, however few: a server that sends one now and then must not keep a worker for ever.
        for chunk in response.iter_raw():
            done += len(chunk)
            if done > most_bytes:
                raise NotFetched(NotFetched.TOO_LARGE, limit_bytes=most_bytes)
            pace.keep(len(chunk))
            file.write(chunk)
            on_bytes(done, total)
    if total is not None and done < total:
        raise httpx.RemoteProtocolError("the connection ended before the file")


class _Pace:
    """Sees to it that a fetch ends: by its deadline, and soon when next to nothing comes."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._began_at, self._bytes = time.monotonic(), 0

    def keep(self, count: int) -> None:
        """`count` more bytes came. Raises NotFetched when that is too slow to go on."""
        now = time.monotonic()
        self._bytes += count
        if now > self.deadline:
            raise NotFetched(NotFetched.TOO_SLOW)
        if now - self._began_at > _LOOK_AT_PACE_SECONDS:
            if self._bytes < _LEAST_BYTES_PER_SECOND * (now - self._began_at):
                raise NotFetched(NotFetched.TOO_SLOW)
            self._began_at, self._bytes = now, 0


@contextmanager
def _followed(client: httpx.Client, address: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
    """The answer, after at most a few redirects; every one passes through the guard like the first."""
    try:
        request = client.build_request("GET", address, headers=headers)
    except (httpx.InvalidURL, UnicodeError):
        raise NotFetched(NotFetched.UNREACHABLE) from None
    for _ in range(MOST_REDIRECTS + 1):
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                yield response
                return
            request = response.next_request
        finally:
            response.close()
    raise NotFetched(NotFetched.TOO_MANY_REDIRECTS)


def _require_file(response: httpx.Response) -> None:
    kind = response.headers.get("content-type", "application/octet-stream").strip().lower()
    if not _TYPES.match(kind):
        raise NotFetched(NotFetched.NOT_A_FILE, type=kind.partition(";")[0][:60])
    if response.headers.get("content-encoding", "identity").lower() not in {"identity", ""}:
        raise NotFetched(NotFetched.NOT_A_FILE, type=kind.partition(";")[0][:60])


def _total(response: httpx.Response, start: int) -> int | None:
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isascii() and length.isdigit() and len(length) <= 18 else None


def _starts_at(response: httpx.Response) -> int | None:
    match = re.match(r"bytes (\d{1,18})-", response.headers.get("content-range", ""))
    return int(match.group(1)) if match else None


def _name(response: httpx.Response) -> str:
    said = response.headers.get("content-disposition", "")
    for pattern in (r"filename\*=(?:UTF-8|utf-8)''([^;]+)", r'filename="([^"]+)"', r"filename=([^;\s]+)"):
        match = re.search(pattern, said)
        if match:
            return unquote(match.group(1)).replace("\\", "/").rpartition("/")[2]
    return unquote(urlsplit(str(response.request.url)).path).rpartition("/")[2]


def _mark(target: Path) -> str:
    """What tells the server which version of the file the beginning is from (RFC 9110 §13.1.5); empty if unknown."""
    with suppress(OSError, ValueError, KeyError):
        return str(json.loads(_beside(target).read_text(encoding="utf-8"))["mark"])
    return ""


def _remember(target: Path, response: httpx.Response) -> None:
    etag = response.headers.get("etag", "")
    mark = etag if etag.startswith('"') else response.headers.get("last-modified", "")
    _beside(target).write_text(json.dumps({"mark": mark}), encoding="utf-8")


def _beside(target: Path) -> Path:
    return target.with_suffix(".json")
