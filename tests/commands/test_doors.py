"""The doors as `bin/run` opens them."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from bouquet.config.environment import ROOT, read_environment
from bouquet.config.processes import doors
from tests.network import three_free_ports

TABS = 1_500


def test_a_thousand_open_tabs_keep_nobody_out(tmp_path: Path) -> None:
    """Each tab holds a connection as long as it is open."""
    settings = {
        "BOUQUET_VAR": str(tmp_path),
        "BOUQUET_PORT": str(three_free_ports()),
        "BOUQUET_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "bouquet.config.settings",
    }
    env = read_environment(settings)
    (live,) = (process for process in doors(env) if process.name == "live")
    door = subprocess.Popen(live.command, cwd=ROOT, env=os.environ | settings, stderr=subprocess.DEVNULL)
    try:
        _wait_until_open(env.port)
        with ExitStack() as tabs:
            for _ in range(TABS):
                tabs.enter_context(socket.create_connection(("127.0.0.1", env.port), timeout=20))
            assert _asked(env.port) == 404
    finally:
        door.terminate()
        door.wait(20)


def _wait_until_open(port: int) -> None:
    for _ in range(400):
        try:
            _asked(port)
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the live door does not open")


def _asked(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/static/nothing")
    status = connection.getresponse().status
    connection.close()
    return status
