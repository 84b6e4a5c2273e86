"""A whole network, running: the real processes on free ports, with a folder, a database and mail of its own."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bouquet.config.environment import ROOT, read_environment
from bouquet.config.preparing import prepare
from bouquet.config.processes import doors, engine_room
from bouquet.config.supervising import end_with_parent

# Prepared once per change of the code, then copied: fonts are cut and tables made for all networks together.
TEMPLATE = ROOT / "var" / "tests"
PATIENCE_SECONDS = 60


class RunningNetwork:
    """`at(path)` is an address on Wideo; `call` does something behind the scenes, in a process of the network."""

    def __init__(self, var: Path, env: dict[str, str], port: int) -> None:
        self.var, self.env, self.port = var, env, port
        self._backstage: subprocess.Popen[str] | None = None

    def at(self, path: str = "/", host: str = "wideo.m6.localhost") -> str:
        return f"http://{host}:{self.port}{path}"

    def call(self, function: str, **arguments: Any) -> Any:
        """Calls `tests.backstage.<function>(**arguments)` there, and returns what it returns (JSON both ways)."""
        if self._backstage is None:
            command = [sys.executable, "-m", "tests.backstage"]
            self._backstage = subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self._backstage.stdin is not None
        assert self._backstage.stdout is not None
        self._backstage.stdin.write(json.dumps([function, arguments]) + "\n")
        self._backstage.stdin.flush()
        answer = json.loads(self._backstage.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]

    def manage(self, *command: str) -> str:
        """What `bin/manage …` prints in this network."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], env=self.env, cwd=ROOT, text=True, capture_output=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def leave(self) -> None:
        if self._backstage is not None:
            self._backstage.kill()
            self._backstage.wait()


@contextmanager
def running_network(var: Path, *, network_file: Path, media_workers: int = 1) -> Iterator[RunningNetwork]:
    """Everything `bin/run` starts, until the block ends. Its logs are in `var/logs`."""
    port = three_free_ports()
    settings = {
        "BOUQUET_VAR": str(var),
        "BOUQUET_PORT": str(port),
        "BOUQUET_NETWORK": str(network_file),
        "BOUQUET_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BOUQUET_", "PYTEST_"))}
    env = clean | settings
    _copy_of_template(var)
    logs = var / "logs"
    logs.mkdir(exist_ok=True)
    children = []
    network = RunningNetwork(var, env, port)
    try:
        for process in (*doors(read_environment(settings)), *engine_room(media_workers=media_workers)):
            with (logs / f"{process.name}.log").open("w") as log:
                children.append(
                    subprocess.Popen(
                        process.command,
                        env=env,
                        cwd=ROOT,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                        preexec_fn=end_with_parent,
                    )
                )
        _wait_for_the_first_page(network, children)
        yield network
    finally:
        network.leave()
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)
            _end_group(child)


def _copy_of_template(var: Path) -> None:
    TEMPLATE.mkdir(parents=True, exist_ok=True)
    with (TEMPLATE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template = {"BOUQUET_VAR": str(TEMPLATE), "DJANGO_SETTINGS_MODULE": "bouquet.config.settings"}
        before = {name: os.environ.get(name) for name in template}
        os.environ.update(template)
        try:
            prepare(read_environment(template), say=lambda line: None)
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})
        shutil.copytree(TEMPLATE, var, dirs_exist_ok=True, ignore=shutil.ignore_patterns("lock", "logs"))


def _wait_for_the_first_page(network: RunningNetwork, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", network.port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": "wideo.m6.localhost"})
            if connection.getresponse().status not in {502, 503, 504}:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    logs = "\n".join(f"== {path.name}\n{path.read_text()[-2000:]}" for path in (network.var / "logs").glob("*.log"))
    raise AssertionError(f"No first page within {PATIENCE_SECONDS} s. {[child.poll() for child in children]}\n{logs}")


def three_free_ports() -> int:
    """The first of three ports in a row that nobody uses: the live door, the pages, mail."""
    while True:
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
                third.bind(("127.0.0.1", port + 2))
            except (OSError, OverflowError):
                continue
            return port


def _end_group(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, 9)
    except ProcessLookupError:
        return
    child.wait()
