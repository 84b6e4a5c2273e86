"""Real sockets, a real server, real damage: cut lines, a killed server, a wall of silence."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

MEBIBYTE = 1 << 20


class Served:
    """The upload server in a process of its own, which may be killed and started again on the same shelf."""

    def __init__(self, shelf: Path) -> None:
        self.shelf = shelf
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        target = "bouquet.capabilities.media.tests.serving:app"
        command = [sys.executable, "-m", "granian", target, "--interface", "asgi", "--workers", "1", "--no-ws"]
        self.process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"],
            env={**os.environ, "SHELF": str(self.shelf)},
            start_new_session=True,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.is_listening():
                return
            time.sleep(0.05)
        raise TimeoutError("the server does not answer")

    def kill(self) -> None:
        """Without a chance to tidy up, its worker too."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        # Its worker is dead a moment later, and until then holds the port.
        while self.is_listening():
            time.sleep(0.02)

    def is_listening(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, dict[str, str]]:
        """One request, whole."""
        with self.open(method, path, {**headers, "Content-Length": str(len(body))}) as line:
            line.sendall(body)
            return read_reply(line)

    def open(self, method: str, path: str, headers: dict[str, str]) -> socket.socket:
        """A connection with the head of a request already sent."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        sent = {"Host": "localhost", "Tus-Resumable": "1.0.0", "Connection": "close", **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        line.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode())
        return line

    def create(self, length: int) -> str:
        status, headers = self.ask("POST", "/uploads/", {"Upload-Length": str(length)})
        assert status == 201
        return headers["location"]

    def offset(self, path: str) -> int:
        status, headers = self.ask("HEAD", path, {})
        assert status == 200, status
        return int(headers["upload-offset"])

    def begin_patch(self, path: str, offset: int, coming: int) -> socket.socket:
        kind = {"Content-Type": "application/offset+octet-stream", "Content-Length": str(coming)}
        return self.open("PATCH", path, {"Upload-Offset": str(offset), **kind})


def read_reply(line: socket.socket) -> tuple[int, dict[str, str]]:
    data = b""
    while b"\r\n\r\n" not in data:
        part = line.recv(65536)
        if not part:
            raise ConnectionError("no answer")
        data += part
    head = data.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    pairs = (row.split(": ", 1) for row in head[1:])
    return int(head[0].split()[1]), {name.lower(): value for name, value in pairs}


def send_and_read(line: socket.socket, body: bytes) -> int:
    """The status of the answer, which may come before the body is sent."""
    with suppress(OSError):
        line.sendall(body)
    return read_reply(line)[0]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(tmp_path_factory.mktemp("shelf"))
    yield server
    server.kill()


@pytest.fixture(scope="module")
def content() -> bytes:
    return random.Random(4).randbytes(5 * MEBIBYTE + 333)


def settled_offset(served: Served, path: str) -> int:
    """What is there once the server has noticed that the line is cut: the same three times in a row."""
    seen = [served.offset(path)]
    while len(seen) < 4 or len(set(seen[-3:])) > 1:
        time.sleep(0.1)
        seen.append(served.offset(path))
    return seen[-1]


def whole(served: Served, path: str) -> str:
    return hashlib.sha256((served.shelf / path.rpartition("/")[2]).with_suffix(".whole").read_bytes()).hexdigest()


def test_a_line_cut_ten_times_loses_nothing(served: Served, content: bytes) -> None:
    path, chance = served.create(len(content)), random.Random(7)
    offset = 0
    for cut in range(10):
        end = min(len(content), offset + chance.randrange(1, len(content) // 8))
        with served.begin_patch(path, offset, len(content) - offset) as line:
            line.sendall(content[offset:end])
            if cut % 2:
                # A reset instead of a goodbye, as when a phone changes its network.
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        before, offset = offset, settled_offset(served, path)
        assert before <= offset <= end
        assert cut % 2 or offset == end, "a line that ends in good order loses not a byte"
    with served.begin_patch(path, offset, len(content) - offset) as line:
        line.sendall(content[offset:])
        status, headers = read_reply(line)
    assert (status, headers["asset-id"]) == (204, "asset-1")
    assert whole(served, path) == hashlib.sha256(content).hexdigest()


def test_a_server_killed_in_the_middle_goes_on_where_it_was(served: Served, content: bytes) -> None:
    path, half = served.create(len(content)), 3 * MEBIBYTE
    with served.begin_patch(path, 0, len(content)) as line:
        line.sendall(content[:half])
        deadline = time.monotonic() + 10
        while (served.shelf / f"{path.rpartition('/')[2]}.bin").stat().st_size < 2 * MEBIBYTE:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        served.kill()
    served.start()
    offset = served.offset(path)
    assert 2 * MEBIBYTE <= offset <= half
    with served.begin_patch(path, offset, len(content) - offset) as line:
        line.sendall(content[offset:])
        assert read_reply(line)[0] == 204
    assert whole(served, path) == hashlib.sha256(content).hexdigest()


def test_a_duplicate_of_a_running_request_is_sent_away(served: Served, content: bytes) -> None:
    path = served.create(len(content))
    with served.begin_patch(path, 0, len(content)) as line:
        line.sendall(content[:MEBIBYTE])
        time.sleep(0.2)
        with served.begin_patch(path, 0, MEBIBYTE) as double:
            assert send_and_read(double, content[:MEBIBYTE]) in {409, 423}
        line.sendall(content[MEBIBYTE:])
        assert read_reply(line)[0] == 204
    assert whole(served, path) == hashlib.sha256(content).hexdigest()


def test_a_dead_line_makes_room_for_the_same_client_on_a_new_one(served: Served, content: bytes) -> None:
    path = served.create(len(content))
    with served.begin_patch(path, 0, len(content)) as dead:
        dead.sendall(content[:MEBIBYTE])
        deadline, status = time.monotonic() + 20, 423
        while status in {409, 423} and time.monotonic() < deadline:
            offset = settled_offset(served, path)
            with served.begin_patch(path, offset, len(content) - offset) as line:
                status = send_and_read(line, content[offset:])
        assert status == 204
    assert whole(served, path) == hashlib.sha256(content).hexdigest()


def test_a_body_in_chunks_without_a_length_is_taken(served: Served) -> None:
    path = served.create(11)
    kind = {"Content-Type": "application/offset+octet-stream", "Transfer-Encoding": "chunked", "Upload-Offset": "0"}
    with served.open("PATCH", path, kind) as line:
        line.sendall(b"6\r\nhello \r\n")
        time.sleep(0.05)
        line.sendall(b"5\r\nworld\r\n0\r\n\r\n")
        status, headers = read_reply(line)
    assert (status, headers["upload-offset"]) == (204, "11")
