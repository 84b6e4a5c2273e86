"""How much memory this process may still take."""

from __future__ import annotations

from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_LIMIT, _USED = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
# Where neither says anything: what any machine has.
_UNKNOWN = 2 * 1024**3


def available_bytes() -> int:
    """What the machine has left, and no more than the container's limit leaves (cgroup v2)."""
    return min(_of_the_machine(), _of_the_container())


def _of_the_machine() -> int:
    try:
        lines = _MEMINFO.read_text().splitlines()
    except OSError:
        return _UNKNOWN
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), _UNKNOWN)


def _of_the_container() -> int:
    try:
        return int(_LIMIT.read_text()) - int(_USED.read_text())
    except (OSError, ValueError):
        # No container, or "max".
        return 1 << 62
