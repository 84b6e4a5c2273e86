"""Finds ffmpeg and runs it so that it can neither hang, nor outlive us, nor reach beyond the files it is given.

A worker that is killed cannot clean up, so the kernel does it: the child asks for SIGKILL at its parent's death
(prctl PR_SET_PDEATHSIG, Linux). The signal follows the *thread* that started the child, which is why `run` waits in
that same thread. A session of its own keeps a Ctrl-C meant for the server from cutting an encode in the middle.
"""

import ctypes
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Final

import imageio_ffmpeg

from bouquet.capabilities.media.engine.containers import OPENING

STALL_SECONDS: Final = 180.0
THREADS: Final = max(1, min(8, os.cpu_count() or 1))
_MEMORY_BYTES: Final = 8 << 30
_BEAT_SECONDS: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1
_NICENESS: Final = 5
_LIBC: Final = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

# Nothing of the source's tags, and nothing of the encoder's version, in what is written.
PRIVATE: Final = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact")
BITEXACT: Final = ("-flags:v", "+bitexact", "-flags:a", "+bitexact")


class FfmpegFailed(Exception):
    """ffmpeg ended with an error. `log` is the end of what it said."""

    def __init__(self, log: str) -> None:
        super().__init__(log[-500:])
        self.log = log


class FfmpegStalled(FfmpegFailed):
    """ffmpeg made no headway for `STALL_SECONDS` and was killed."""


@cache
def executable() -> str:
    """The ffmpeg to run: `BOUQUET_FFMPEG`, else the one bundled with imageio-ffmpeg, else the system's."""
    chosen = os.environ.get("BOUQUET_FFMPEG")
    if chosen:
        return chosen
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())  # type: ignore[attr-defined, no-untyped-call]
    except RuntimeError:
        found = shutil.which("ffmpeg")
        if found is None:
            raise
        return found


def reading(path: Path, *before: str) -> list[str]:
    """The arguments that open an uploaded file: options in `before`, then the file, whitelisted."""
    whitelists = [part for key, value in OPENING.items() for part in (f"-{key}", value)]
    return [*before, *whitelists, "-i", f"file:{path}"]


def run(
    arguments: Sequence[str],
    *,
    on_seconds: Callable[[float], None] | None = None,
    stall_seconds: float = STALL_SECONDS,
    on_bytes: Callable[[IO[bytes]], None] | None = None,
) -> str:
    """Runs ffmpeg to its end and returns what it logged.

    `on_seconds` hears, about once a second, how many seconds of output are done; what it raises kills ffmpeg and
    comes out of here. `on_bytes` gets the standard output, when a muxer writes to `pipe:1`, instead of progress.
    Raises `FfmpegFailed`, or `FfmpegStalled` when nothing moved for `stall_seconds`.
    """
    listens = on_bytes is None
    command = [executable(), "-hide_banner", "-nostdin", "-y", "-loglevel", "info", "-nostats"]
    command += ["-progress", "pipe:1", "-stats_period", "0.5"] if listens else []
    parent = os.getpid()
    with subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: _bind(parent),
    ) as process:
        log = _Log(process.stderr)
        try:
            if on_bytes is not None and process.stdout is not None:
                on_bytes(process.stdout)
            elif process.stdout is not None:
                _follow(process.stdout, on_seconds, stall_seconds)
            process.wait()
        except TimeoutError:
            raise FfmpegStalled(log.text()) from None
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            log.close()
    if process.returncode != 0:
        raise FfmpegFailed(log.text())
    return log.text()


def name_of_codec(path: Path, index: int) -> str:
    """What ffmpeg calls the coding of a stream, or its four letters when it has no name for it, or an empty text."""
    try:
        log = run([*reading(path), "-t", "0", "-map", "0:v?", "-c", "copy", "-f", "null", "-"], stall_seconds=30)
    except FfmpegFailed as failed:
        log = failed.log
    return name_in_log(log, index)


def name_in_log(log: str, index: int) -> str:
    """Reads `Stream #0:1(und): Video: none (dav1 / 0x31766164)`: the name, or the letters in brackets."""
    found = re.search(rf"Stream #0:{index}\b[^\n]*?: (?:Video|Audio): (\w+)(?: \(([^/()]{{1,8}}) / 0x)?", log)
    if found is None:
        return ""
    name, letters = found.group(1), (found.group(2) or "").strip()
    return letters if name in ("none", "unknown") else name


def progress_seconds(line: str) -> float | None:
    """The time in a line of `-progress`, or None when the line says something else."""
    key, _, value = line.strip().partition("=")
    if key != "out_time_us" or not value.lstrip("-").isdigit():
        return None
    return max(0.0, int(value) / 1_000_000)


def _bind(parent: int) -> None:
    """In the child, before exec: die with the parent, take bounded memory, give way to the pages."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    os.nice(_NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _follow(stdout: IO[bytes], on_seconds: Callable[[float], None] | None, stall_seconds: float) -> None:
    """Listens to progress until ffmpeg closes it; TimeoutError when no number moves for `stall_seconds`."""
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    threading.Thread(target=_pump, args=(stdout, lines), daemon=True).start()
    seconds, seen, moved_at, beat_at = 0.0, b"", time.monotonic(), 0.0
    while True:
        try:
            line = lines.get(timeout=_BEAT_SECONDS)
            if line is None:
                return
            if line.startswith((b"frame=", b"total_size=", b"out_time_us=")):
                seconds = progress_seconds(line.decode("ascii", "replace")) or seconds
                if line.startswith(b"out_time_us=") and line != seen:
                    seen, moved_at = line, time.monotonic()
        except queue.Empty:
            pass
        now = time.monotonic()
        if now - moved_at > stall_seconds:
            raise TimeoutError
        if on_seconds is not None and now - beat_at >= _BEAT_SECONDS / 2:
            beat_at = now
            on_seconds(seconds)


def _pump(stdout: IO[bytes], lines: "queue.SimpleQueue[bytes | None]") -> None:
    for line in stdout:
        lines.put(line)
    lines.put(None)


class _Log:
    """The last lines of standard error, read as they come so that the pipe never fills."""

    _KEPT: Final = 400

    def __init__(self, stderr: IO[bytes] | None) -> None:
        self._lines: list[str] = []
        self._thread = threading.Thread(target=self._read, args=(stderr,), daemon=True)
        self._thread.start()

    def _read(self, stderr: Iterable[bytes] | None) -> None:
        for line in stderr or ():
            self._lines.append(line.decode("utf-8", "replace"))
            if len(self._lines) > 2 * self._KEPT:
                del self._lines[: self._KEPT]

    def close(self) -> None:
        self._thread.join(timeout=5)

    def text(self) -> str:
        return "".join(self._lines)
