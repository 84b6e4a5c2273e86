"""Servers for the benches: started on loopback with state of their own, measured, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bouquet.config.processes import serving_live

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Server:
    """A running server and everything it started."""

    port: int
    process: subprocess.Popen[bytes]
    env: dict[str, str] = field(default_factory=dict)

    def pids(self) -> list[int]:
        """The server's process and its children."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in task.read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def rss_bytes(self) -> int:
        """Memory in use, summed over its processes."""
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.pids())
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """As a power cut would: no process gets to say a word."""
        for pid in reversed(self.pids()):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], *, port: int, env: dict[str, str] | None = None) -> Iterator[Server]:
    """The server while the block lasts; it must listen on `port` within half a minute."""
    environment = {**os.environ, **(env or {})}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Server(port, process, env or {})
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def granian(target: str, *, port: int, interface: str = "asgi", more: tuple[str, ...] = ()) -> list[str]:
    """The command of one of our own servers, as `bin/run` starts it."""
    loop = () if interface == "wsgi" else serving_live()
    return [
        *(sys.executable, "-m", "granian", target, "--interface", interface, "--host", "127.0.0.1"),
        *("--port", str(port), "--workers", "1", "--no-ws", "--log-level", "critical", *loop, *more),
    ]


def nginx(folder: Path, configuration: str) -> list[str]:
    """The command of an nginx that stays in the foreground and writes below `folder` only."""
    path = folder / "nginx.conf"
    path.write_text(configuration)
    return ["nginx", "-p", str(folder), "-c", str(path), "-e", str(folder / "error.log")]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode} before it listened.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("The server does not listen.")
