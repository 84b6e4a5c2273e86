"""A PostgreSQL of the tests' own: made in a temporary folder, thrown away afterwards."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Nothing here must outlive a power cut.
FAST = "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "listen_addresses=127.0.0.1"


@contextmanager
def private_postgresql(programs: Path) -> Iterator[str]:
    """The address of a database in a cluster that lives as long as the block. `programs` is where initdb is."""
    folder = Path(tempfile.mkdtemp(prefix="bouquet-postgresql-"))
    who = _unprivileged()
    try:
        if who:
            os.chown(folder, who["user"], who["group"])
        password, port = secrets.token_hex(16), _free_port()
        password_file = folder / "password"
        password_file.write_text(password, encoding="ascii")
        password_file.chmod(0o644)
        options = [f"--pgdata={folder}/data", "--username=bouquet", "--auth=scram-sha-256", "--encoding=UTF8"]
        run: dict[str, Any] = {
            "check": True,
            "stdout": subprocess.DEVNULL,
            "stdin": subprocess.DEVNULL,
            "cwd": folder,
            **who,
        }
        subprocess.run([str(programs / "initdb"), *options, f"--pwfile={password_file}", "--no-sync"], **run)
        settings = " ".join(f"-c {setting}" for setting in (*FAST, f"port={port}", f"unix_socket_directories={folder}"))
        control = [str(programs / "pg_ctl"), f"--pgdata={folder}/data", "--wait", f"--log={folder}/log"]
        subprocess.run([*control, "start", "-o", settings], **run)
        try:
            yield f"postgresql://bouquet:{password}@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "stop", "--mode=immediate"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: as whom instead."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise LookupError("Running as root, and there is neither a user postgres nor nobody to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
