"""Files of which only the beginning is in memory: the kernel gives what it has at once, and the rest must follow."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bouquet.foundation.live import media
from bouquet.foundation.live.tests.asking import ask
from bouquet.foundation.storage.disk import DiskStore

CONTENT = bytes(range(256)) * 300


def half_in_memory(descriptor: int, buffers: Sequence[bytearray], offset: int, flags: int = 0) -> int:
    """What preadv2(2) does with RWF_NOWAIT when the page cache ends in the middle."""
    found = os.pread(descriptor, len(buffers[0]) // 2, offset)
    buffers[0][: len(found)] = found
    return len(found)


@pytest.mark.parametrize(("asked", "expected"), [("bytes=0-", CONTENT), ("bytes=1000-60000", CONTENT[1000:60001])])
def test_a_file_half_in_memory_is_sent_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, expected: bytes
) -> None:
    disk = DiskStore(tmp_path / "files")
    disk.put_bytes(CONTENT, "public/abc/poster/1280.webp")
    monkeypatch.setattr(media, "store", lambda: disk)
    monkeypatch.setattr(os, "preadv", half_in_memory)
    got = asyncio.run(ask(media.serve_media, "/media/public/abc/poster/1280.webp", range=asked))
    assert got["content-length"] == str(len(expected))
    assert got.body == expected
