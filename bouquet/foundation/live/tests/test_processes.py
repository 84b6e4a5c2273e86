"""The live process as it really runs: started, killed, told to stop, with the pages up and down."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class House:
    """A live process in front of a stand-in for the pages."""

    def __init__(self, var: Path) -> None:
        self.var, self.port, self.pages_port = var, free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return {
            "BOUQUET_VAR": str(self.var),
            "BOUQUET_PORT": str(self.port),
            "BOUQUET_PAGES_PORT": str(self.pages_port),
            "BOUQUET_DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        }

    def start(self) -> None:
        env = os.environ | self.environment()
        server = ["-m", "granian", "bouquet.config.live:app", "--interface", "asgi", "--loop", "uvloop", "--no-ws"]
        command = [sys.executable, *server, "--port", str(self.port), "--workers-kill-timeout", "3"]
        # A process group of its own, so that killing it leaves nothing behind.
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(400):
            # The socket listens a little before anyone answers on it.
            with contextlib.suppress(OSError):
                if self.get("/static/nothing")[0] == 404:
                    return
            time.sleep(0.05)
        raise AssertionError("the live process does not listen")

    def kill(self, number: int = signal.SIGKILL) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait(20)

    def get(self, path: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, body, response.headers

    @contextmanager
    def pages(self, body: bytes = b"hello") -> Iterator[None]:
        class Pages(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", self.pages_port), Pages)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.kill()


def test_the_door_comes_back_after_kill_9_in_the_middle_of_a_download(house: House) -> None:
    film = house.var / "files/public/abc/film.mp4"
    film.parent.mkdir(parents=True)
    content = os.urandom(1 << 20) * 64
    film.write_bytes(content)
    house.start()
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=10)
    connection.request("GET", "/media/public/abc/film.mp4", headers={"Range": "bytes=0-"})
    response = connection.getresponse()
    first = response.read(1_000_000)
    house.kill()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        response.read()
    house.start()
    status, rest, headers = house.get(
        "/media/public/abc/film.mp4", Range="bytes=1000000-", **{"If-Range": response.headers["ETag"]}
    )
    assert status == 206
    assert first + rest == content
    assert headers["Content-Range"] == f"bytes 1000000-{len(content) - 1}/{len(content)}"


def test_while_the_pages_are_away_visitors_wait_with_a_reason_and_files_are_served(house: House) -> None:
    style = house.var / "static/app.0123456789ab.css"
    style.parent.mkdir(parents=True)
    style.write_text("a{}")
    house.start()
    status, body, headers = house.get("/")
    assert (status, headers["Retry-After"]) == (503, "3")
    assert "Un instant" in body.decode()
    assert house.get("/static/app.0123456789ab.css")[:2] == (200, b"a{}")
    with house.pages():
        assert house.get("/")[:2] == (200, b"hello")


def test_an_answer_that_breaks_off_breaks_off_for_the_visitor_too(house: House) -> None:
    house.start()
    pages = socket.create_server(("127.0.0.1", house.pages_port))

    def break_off() -> None:
        connection, _ = pages.accept()
        connection.recv(10_000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhalf of it")
        connection.close()

    threading.Thread(target=break_off, daemon=True).start()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        house.get("/", Cookie="session=1")
    pages.close()


def test_a_large_form_reaches_the_pages_whole(house: House) -> None:
    house.start()
    form = os.urandom(5_000_000)
    received: list[bytes] = []

    class Pages(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(303)
            self.send_header("Location", "/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", house.pages_port), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    connection.request("POST", "/", body=form)
    response = connection.getresponse()
    server.shutdown()
    assert (response.status, response.headers["Location"]) == (303, "/")
    assert received == [form]


def test_a_visitor_who_reads_slowly_costs_no_memory(house: House) -> None:
    house.start()
    # An app's own route answers once Django is there, which loads behind the open door and takes memory of its own.
    house.get("/uploads/nothing")
    with house.pages(body=b"x" * 200_000_000):
        before = _memory(house)
        with socket.create_connection(("127.0.0.1", house.port)) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            time.sleep(1.5)
            assert _memory(house) - before < 40_000_000


def test_told_to_stop_it_stops_although_someone_is_listening(house: House) -> None:
    house.start()
    with house.pages(body=b"x" * 200_000_000), socket.create_connection(("127.0.0.1", house.port)) as listener:
        listener.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert listener.recv(10)
        began = time.monotonic()
        assert house.process is not None
        house.process.terminate()
        house.process.wait(15)
        assert time.monotonic() - began < 10


def _memory(house: House) -> int:
    """Bytes in use by the process that serves."""
    assert house.process is not None
    (worker,) = Path(f"/proc/{house.process.pid}/task/{house.process.pid}/children").read_text().split()
    return int(Path(f"/proc/{worker}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
