"""What must be there before the first page: translations, front-end files, tables. Skipped when nothing changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bouquet.config.environment import ROOT, Environment

_STAMP = "prepared"
_IGNORED = {"__pycache__", "tests"}


def prepare(env: Environment, *, say: Callable[[str], None]) -> None:
    """Bring `env.var` up to date with the code, in a process of its own; CalledProcessError when a step failed."""
    stamp, wanted = env.var / _STAMP, _fingerprint(env)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    env.var.mkdir(parents=True, exist_ok=True)
    steps = subprocess.Popen(
        [sys.executable, "-m", "bouquet.config.preparing"], stdout=subprocess.PIPE, text=True, bufsize=1, cwd=ROOT
    )
    for line in steps.stdout or ():
        say(line.rstrip())
    if steps.wait():
        raise subprocess.CalledProcessError(steps.returncode, steps.args)
    stamp.write_text(wanted, encoding="utf-8")


def _fingerprint(env: Environment) -> str:
    """Changes when a file of the product does, or where it keeps its data. Reads no file: size and time are enough."""
    digest = hashlib.sha256(f"{sys.version} {env.database_url}".encode())
    for path in _files(ROOT / "bouquet"):
        if not path.name.endswith((".mo", ".pyc", ".draft")):
            digest.update(f"{path.path}{path.stat().st_size}{path.stat().st_mtime_ns}".encode())
    for name in ("package-lock.json", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name not in _IGNORED:
                yield from _files(entry.path)
        else:
            yield entry


def main() -> None:
    """The steps themselves, in order."""
    import django
    from django.core.management import call_command

    from bouquet.foundation.text.engine.catalogs import compile_catalogs

    django.setup()
    steps: dict[str, Callable[[], object]] = {
        "Translations": lambda: compile_catalogs(ROOT / "bouquet"),
        "Front-end files": lambda: call_command("front", stdout=_Nowhere()),
        "Database": lambda: call_command("migrate", verbosity=0, interactive=False),
        "Cache": lambda: call_command("createcachetable", verbosity=0),
        "Static files": lambda: call_command("collectstatic", verbosity=0, interactive=False, clear=True),
    }
    for name, step in steps.items():
        sys.stdout.write(f"· {name}…\n")
        sys.stdout.flush()
        started = time.monotonic()
        step()
        if time.monotonic() - started > 2:
            sys.stdout.write(f"  done in {time.monotonic() - started:.0f} s\n")


class _Nowhere:
    def write(self, text: str) -> None:
        """The steps say enough by their names."""


if __name__ == "__main__":
    main()
