"""What `bin/test` does once the Python and front-end packages are there; see `bin/test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.postgresql import private_postgresql

ROOT = Path(__file__).resolve().parents[1]
# Program → the Debian package that has it, and what it is for.
NEEDED = {
    "chromium": ("chromium", "journeys in a real browser"),
    "initdb": ("postgresql", "the same tests on PostgreSQL"),
    "nginx": ("nginx-light", "files served behind nginx"),
}
APT = ("apt-get", "install", "--yes", "--no-install-recommends", "--quiet")


def main(arguments: list[str]) -> int:
    """Returns the exit status: 0 only when every part passed."""
    if arguments:
        return _pytest(*arguments)
    missing = _install_what_is_missing()
    if missing:
        print("bin/test cannot run everything: this machine lacks", file=sys.stderr)
        for package, purpose in missing:
            print(f"  {package} ({purpose}); on Debian and Ubuntu: apt install {package}", file=sys.stderr)
        return 1
    failed = [
        name
        for name, part in (
            ("rules, types and lint", _rules),
            ("tests on PostgreSQL", _on_postgresql),
            ("timed tests", lambda: _pytest("-m", "timed")),
            ("tests on SQLite", lambda: _on_sqlite("not browser and not timed")),
            # Apart: the browser's driver keeps an event loop running in its worker, where others could run none.
            ("journeys in a browser", lambda: _on_sqlite("browser and not timed")),
        )
        if _told(name, part())
    ]
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def find(program: str) -> str | None:
    """Where a program is; Debian keeps PostgreSQL's own off the path."""
    found = shutil.which(program)
    if found is None and program == "initdb":
        versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
        found = str(versions[-1]) if versions else None
    return found


def _install_what_is_missing() -> list[tuple[str, str]]:
    missing = [(program, *NEEDED[program]) for program in NEEDED if find(program) is None]
    if missing and shutil.which("apt-get"):
        root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        packages = [package for _program, package, _purpose in missing]
        print(f"Installing {', '.join(packages)}…", file=sys.stderr)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            for command in (("apt-get", "update", "--quiet"), (*APT, *packages)):
                subprocess.run([*root, *command], env=quiet, stdout=sys.stderr, stdin=subprocess.DEVNULL, check=True)
        except (OSError, subprocess.CalledProcessError):
            print("They could not be installed.", file=sys.stderr)
    return [(package, purpose) for program, package, purpose in missing if find(program) is None]


def _rules() -> int:
    return subprocess.run([ROOT / "bin" / "check"], stdin=subprocess.DEVNULL).returncode


def _on_postgresql() -> int:
    initdb = find("initdb")
    if initdb is None:
        return 1
    with private_postgresql(Path(initdb).parent) as address:
        return _pytest(*_together(_workers()), "-m", "not browser and not timed", env={"BOUQUET_DATABASE_URL": address})


def _on_sqlite(which: str) -> int:
    return _pytest(*_together(_workers()), "-m", which, "--durations=10")


def _pytest(*arguments: str, env: dict[str, str] | None = None) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    # What the person's own installation is configured with is not what tests run with.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOUQUET_")}
    clean |= {name: os.environ[name] for name in ("BOUQUET_SHARED",) if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=clean | (env or {}), stdin=subprocess.DEVNULL).returncode


def _together(workers: int) -> tuple[str, ...]:
    return ("-n", str(workers), "--dist", "loadgroup")


def _workers() -> int:
    return min(8, max(2, os.cpu_count() or 2))


def _told(name: str, status: int) -> bool:
    if status:
        print(f"FAILED: {name}", file=sys.stderr)
    return status != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
