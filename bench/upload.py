"""Uploads: how fast the live process takes bytes in, beside a bare ASGI app that writes them to the same disk.

Both run on the same server with the same options, one after the other in every round; ours is the whole live process
with its ticket, its records and the hand-over to the store. Memory is read while a small and a large file come in.
"""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from bench.results import Result, Row, row, show
from bench.serving import Server, free_port, granian, running

MEBIBYTE = 1 << 20
ROUNDS = 9
FILE_BYTES = 192 * MEBIBYTE
SMALL_BYTES, LARGE_BYTES = 10 * MEBIBYTE, 2048 * MEBIBYTE
AT_ONCE = 4
FLOOR_APP = "bench.upload:writes_what_comes"
_BLOCK = os.urandom(MEBIBYTE)


async def writes_what_comes(scope, receive, send):  # type: ignore[no-untyped-def]
    """The least a server can do with an upload: every chunk to a file as it comes."""
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
        return
    with Path(os.environ["FLOOR_FOLDER"], scope["path"].rpartition("/")[2]).open("wb", buffering=0) as file:
        while True:
            message = await receive()
            file.write(message.get("body", b""))
            if not message.get("more_body"):
                break
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def run() -> Result:
    """Needs about a minute and 6 GB of disk for a while."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "BOUQUET_VAR": folder,
            "BOUQUET_DATABASE_URL": "",
            "BOUQUET_FREE_SPACE_FLOOR_BYTES": "0",
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        ticket = _ticket()
        rows = [*_speed(folder, ticket), _memory(folder, ticket)]
    return {"name": "upload", "rows": rows}


def _ticket() -> str:
    from bouquet.capabilities.accounts.models import Account
    from bouquet.capabilities.media.actions.ticketing import upload_ticket

    member = Account.objects.create(handle="bench", display_name="Bench")
    return upload_ticket(member, purpose="bench")


def _speed(folder: str, ticket: str) -> list[Row]:
    ours_port, floor_port = free_port(), free_port()
    ours = running(granian("bouquet.config.live:app", port=ours_port), port=ours_port, env={"BOUQUET_VAR": folder})
    floor = running(granian(FLOOR_APP, port=floor_port), port=floor_port, env={"FLOOR_FOLDER": folder})
    with ours, floor:
        _send_to_us(ours_port, ticket, SMALL_BYTES)
        _send_to_floor(floor_port, SMALL_BYTES, "warm")
        one = [_compared(folder, floor_port, ours_port, ticket, FILE_BYTES, 1) for _ in range(ROUNDS)]
        four = [_compared(folder, floor_port, ours_port, ticket, FILE_BYTES, AT_ONCE) for _ in range(ROUNDS)]
        # Of a short clip, what a whole upload costs once (its record, its row, its events) is a fifth: shown, no goal.
        short = [_compared(folder, floor_port, ours_port, ticket, FILE_BYTES // AT_ONCE, 1) for _ in range(ROUNDS)]
    return [
        _rate_row("one upload of 192 MB, MB/s", one),
        _rate_row(f"{AT_ONCE} such uploads at once, MB/s", four),
        _rate_row("one upload of 48 MB, MB/s", short, has_goal=False),
    ]


def _compared(
    folder: str, floor_port: int, ours_port: int, ticket: str, size: int, at_once: int
) -> tuple[float, float]:
    """Megabytes per second of ours and of the floor, in one round."""
    floor = _timed(lambda number: _send_to_floor(floor_port, size, f"floor-{number}"), at_once)
    ours = _timed(lambda number: _send_to_us(ours_port, ticket, size), at_once)
    for left in (*Path(folder).glob("floor-*"), *Path(folder).glob("files/originals/*/original")):
        left.unlink()
    total = size * at_once / 1e6
    return total / ours, total / floor


def _rate_row(what: str, rounds: list[tuple[float, float]], *, has_goal: bool = True) -> Row:
    ratio = median(ours / floor for ours, floor in rounds)
    ours = median(ours for ours, _ in rounds)
    # The ratio is the median of ratios of one round each: what else the machine does changes from round to round.
    goal = "≥ 70 % of a bare ASGI app" if has_goal else ""
    return row(what, ours, floor=ours / ratio, goal=goal, met=ratio >= 0.7 if has_goal else None)


def _memory(folder: str, ticket: str) -> Row:
    port = free_port()
    with running(granian("bouquet.config.live:app", port=port), port=port, env={"BOUQUET_VAR": folder}) as server:
        _send_to_us(port, ticket, SMALL_BYTES)
        small = _most_memory(server, lambda: _send_to_us(port, ticket, SMALL_BYTES))
        large = _most_memory(server, lambda: _send_to_us(port, ticket, LARGE_BYTES))
    return row("memory while 2 GB come in, MB (floor: 10 MB)", large / 1e6, floor=small / 1e6, goal="≤ 1.15 ×",
               met=large <= 1.15 * small)  # fmt: skip


def _most_memory(server: Server, act) -> int:  # type: ignore[no-untyped-def]
    """The most resident memory seen while `act` runs, looked at every 20 ms."""
    seen, over = [server.rss_bytes()], threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            seen.append(server.rss_bytes())

    looking = threading.Thread(target=look)
    looking.start()
    act()
    over.set()
    looking.join()
    return max(seen)


def _timed(send, at_once: int) -> float:  # type: ignore[no-untyped-def]
    threads = [threading.Thread(target=send, args=(number,)) for number in range(at_once)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began


def _send_to_us(port: int, ticket: str, size: int) -> None:
    head = {"Tus-Resumable": "1.0.0"}
    status, headers = _request(port, "POST", "/uploads/", {**head, "Upload-Length": str(size), "Upload-Ticket": ticket})
    assert status == 201, status
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    status, _ = _request(port, "PATCH", headers["location"], {**head, **kind}, size)
    assert status == 204, status


def _send_to_floor(port: int, size: int, name: str) -> None:
    status, _ = _request(port, "PATCH", f"/{name}", {}, size)
    assert status == 204, status


def _request(port: int, method: str, path: str, headers: dict[str, str], size: int = 0) -> tuple[int, dict[str, str]]:
    with socket.create_connection(("127.0.0.1", port)) as line:
        sent = {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(size), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
        for _ in range(size // MEBIBYTE):
            line.sendall(_BLOCK)
        data = b""
        while b"\r\n\r\n" not in data:
            part = line.recv(65536)
            if not part:
                raise ConnectionError("no answer")
            data += part
    lines = data.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(lines[0].split()[1]), {
        name.lower(): value for name, _, value in (one.partition(": ") for one in lines[1:])
    }


if __name__ == "__main__":
    show(run)
