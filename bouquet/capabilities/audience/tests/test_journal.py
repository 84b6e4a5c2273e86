from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.audience.engine import journal
from bouquet.capabilities.audience.engine.journal import Full, Writer, is_closed, read, segments
from bouquet.capabilities.audience.engine.lines import read_line


def written(folder: Path) -> list[bytes]:
    return [line for path in segments(folder) for line in read(path, 0, most_bytes=10**9).lines]


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    for number in range(1000):
        writer.write(b"%d" % number)
        if number % 7 == 0:
            writer.flush()
    writer.close()
    assert written(tmp_path) == [b"%d" % number for number in range(1000)]


def test_a_reader_takes_whole_lines_whatever_the_size_of_its_bites(tmp_path: Path) -> None:
    path = tmp_path / "x.journal"
    lines = [b"x" * length for length in (1, 50, 3, 0, 200, 7)]
    path.write_bytes(b"\n".join(lines) + b"\ntorn")
    for bite in (1, 5, 60, 1000):
        got, offset = [], 0
        while (batch := read(path, offset, most_bytes=bite)).lines:
            got += batch.lines
            offset = batch.end
        assert got == lines, bite
        assert offset == path.stat().st_size - len(b"torn")


def test_a_process_that_is_killed_loses_nothing_it_had_flushed(tmp_path: Path) -> None:
    program = f"""
        from pathlib import Path
        import os, signal
        from bouquet.capabilities.audience.engine.journal import Writer
        writer = Writer(Path({str(tmp_path)!r}))
        for number in range(5000):
            writer.write(b"%d" % number)
        writer.flush()
        writer.write(b"never flushed")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=False, timeout=30)
    assert done.returncode == -9
    assert written(tmp_path) == [b"%d" % number for number in range(5000)]
    assert is_closed(segments(tmp_path)[0])


def test_a_journal_is_closed_only_when_its_writer_let_go(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.write(b"1")
    writer.flush()
    (path,) = segments(tmp_path)
    assert not is_closed(path)
    writer.close()
    assert is_closed(path)


def test_a_large_journal_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 100)
    writer = Writer(tmp_path)
    for number in range(30):
        writer.write(b"%020d" % number)
        writer.flush()
        writer.rotate_when_due()
    writer.close()
    assert len(segments(tmp_path)) == 6
    assert written(tmp_path) == [b"%020d" % number for number in range(30)]


def test_what_a_full_disk_did_not_take_is_written_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = 10
    real = os.write

    def write(file: int, content: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(28, "No space left on device")
        taken = real(file, content[:room])
        room -= taken
        return taken

    monkeypatch.setattr(os, "write", write)
    writer = Writer(tmp_path)
    lines = [b"line %d" % number for number in range(50)]
    for line in lines:
        writer.write(line)
        writer.flush()
    room = 10**6
    writer.close()
    assert written(tmp_path) == lines


def test_memory_is_bounded_while_the_disk_takes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_WAITING", 100)
    writer = Writer(tmp_path)
    with pytest.raises(Full):
        for _ in range(1000):
            writer.write(b"0123456789")


def test_lines_reach_the_kernel_by_themselves(tmp_path: Path) -> None:
    async def main() -> None:
        writer = Writer(tmp_path)
        async with writer.kept():
            writer.write(b"1")
            await asyncio.sleep(3 * journal.FLUSH_SECONDS)
            assert written(tmp_path) == [b"1"]
            writer.write(b"2")
        assert written(tmp_path) == [b"1", b"2"]
        writer.write(b"3")
        assert written(tmp_path) == [b"1", b"2", b"3"], "a request that ends after the process was told to stop"

    asyncio.run(main())


@given(st.binary(max_size=120))
def test_a_damaged_line_is_skipped(line: bytes) -> None:
    read_line(line)
