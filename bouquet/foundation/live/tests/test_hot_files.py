"""Files that are asked for often: answered from memory, and never one that the disk no longer has."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from bouquet.foundation.live import media
from bouquet.foundation.live.hot_files import SMALL, Hot, HotFiles
from bouquet.foundation.live.tests.asking import Answer, ask
from bouquet.foundation.storage.disk import DiskStore

SEGMENT = "public/abc/720p/1.m4s"


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DiskStore:
    disk = DiskStore(tmp_path / "files")
    monkeypatch.setattr(media, "store", lambda: disk)
    return disk


def get(path: str, **headers: Any) -> Answer:
    return asyncio.run(ask(media.serve_media, f"/media/{path}", **headers))


def learn(files: HotFiles, name: str, path: Path) -> Hot | None:
    return asyncio.run(files.learn(name, str(path), []))


def test_the_second_who_asks_is_answered_without_reading(disk: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.put_bytes(b"sound" * 100, SEGMENT)
    first = get(SEGMENT)
    monkeypatch.setattr(os, "open", None)
    second = get(SEGMENT)
    assert second == first and second.body == b"sound" * 100


def test_a_file_that_was_taken_away_is_gone_at_once(disk: DiskStore) -> None:
    disk.put_bytes(b"secret", SEGMENT)
    assert get(SEGMENT).status == 200
    disk.delete(SEGMENT)
    assert get(SEGMENT).status == 404


def test_a_file_that_was_put_anew_is_read_anew(disk: DiskStore) -> None:
    disk.put_bytes(b"before", SEGMENT)
    get(SEGMENT)
    disk.put_bytes(b"after!", SEGMENT)
    assert get(SEGMENT).body == b"after!"


def test_a_part_and_a_known_file_are_answered_as_before(disk: DiskStore) -> None:
    disk.put_bytes(b"0123456789", SEGMENT)
    etag = get(SEGMENT)["etag"]
    assert get(SEGMENT, range="bytes=2-4").body == b"234"
    assert get(SEGMENT, if_none_match=etag).status == 304


def test_a_saved_file_keeps_its_name(disk: DiskStore) -> None:
    disk.put_bytes(b"film", "public/abc/720p.mp4")
    get("public/abc/720p.mp4")
    answer = asyncio.run(ask(media.serve_media, "/media/public/abc/720p.mp4", query=b"download=plage.mp4"))
    assert "plage.mp4" in answer["content-disposition"]


def test_a_large_file_is_left_to_the_server(disk: DiskStore) -> None:
    disk.put_bytes(b"x" * (SMALL + 1), SEGMENT)
    for _ in range(2):
        answer = get(SEGMENT)
        assert (
            answer.file == str(disk.root / SEGMENT) and not answer.body and answer["content-length"] == str(SMALL + 1)
        )


def test_what_is_no_file_is_not_learnt(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    files = HotFiles()
    assert learn(files, "a", tmp_path) is None
    assert learn(files, "b", tmp_path / "fifo") is None
    assert learn(files, "c", tmp_path / "nothing") is None
    (tmp_path / "empty").write_bytes(b"")
    assert learn(files, "d", tmp_path / "empty") is not None


def test_memory_has_an_end_and_what_was_asked_last_stays(tmp_path: Path) -> None:
    files = HotFiles(most_bytes=1000)
    for number in range(20):
        (tmp_path / str(number)).write_bytes(b"x" * 100)
        learn(files, str(number), tmp_path / str(number))
        files.find("0")
    assert files.bytes == 1000
    assert files.find("0") and files.find("19") and not files.find("1")


def test_very_many_small_files_have_an_end_too(tmp_path: Path) -> None:
    files = HotFiles(most_files=5)
    (tmp_path / "a").write_bytes(b"")
    for number in range(20):
        learn(files, str(number), tmp_path / "a")
    assert sum(files.find(str(number)) is not None for number in range(20)) == 5
