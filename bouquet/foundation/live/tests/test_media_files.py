from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bouquet.foundation.clock import clock
from bouquet.foundation.live import media
from bouquet.foundation.live.files import CHUNK
from bouquet.foundation.live.signing import signed_media_path
from bouquet.foundation.live.tests.asking import Answer, ask
from bouquet.foundation.storage.disk import DiskStore

CONTENT = bytes(range(256)) * (3 * CHUNK // 256)


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DiskStore:
    disk = DiskStore(tmp_path / "files")
    monkeypatch.setattr(media, "store", lambda: disk)
    disk.put_bytes(CONTENT, "public/abc/720p/1.m4s")
    disk.put_bytes(b"secret", "private/abc/1.m4s")
    disk.put_bytes(b"<script>alert(1)</script>", "public/abc/evil.html")
    (tmp_path / "secret_key").write_text("top secret")
    return disk


def get(path: str, *, method: str = "GET", query: bytes = b"", **headers: Any) -> Answer:
    return asyncio.run(ask(media.serve_media, path, method=method, query=query, **headers))


def private(file: str) -> str:
    return signed_media_path("abc", file, expires_at=int(clock.timestamp()) + 60)


def test_anyone_may_keep_a_public_file_for_ever(disk: DiskStore) -> None:
    got = get("/media/public/abc/720p/1.m4s")
    assert got.status == 200
    assert got.body == CONTENT
    assert got["content-length"] == str(len(CONTENT))
    assert got["cache-control"] == "public, max-age=31536000, immutable"
    assert got["content-type"] == "video/iso.segment"


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(first=st.integers(0, len(CONTENT) - 1), length=st.integers(1, len(CONTENT)))
def test_any_part_of_a_file_can_be_had(disk: DiskStore, first: int, length: int) -> None:
    last = min(first + length, len(CONTENT)) - 1
    got = get("/media/public/abc/720p/1.m4s", range=f"bytes={first}-{last}")
    assert got.status == 206
    assert got.body == CONTENT[first : last + 1]
    assert got["content-range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert got["content-length"] == str(last - first + 1)


def test_a_part_beyond_the_end_is_416(disk: DiskStore) -> None:
    got = get("/media/public/abc/720p/1.m4s", range=f"bytes={len(CONTENT)}-")
    assert (got.status, got["content-range"]) == (416, f"bytes */{len(CONTENT)}")


def test_several_parts_are_answered_with_the_whole(disk: DiskStore) -> None:
    assert get("/media/public/abc/720p/1.m4s", range="bytes=0-1,5-6").status == 200


def test_a_part_of_a_file_that_has_changed_is_answered_with_the_whole(disk: DiskStore) -> None:
    etag = get("/media/public/abc/720p/1.m4s")["etag"]
    assert get("/media/public/abc/720p/1.m4s", range="bytes=0-1", if_range=etag).status == 206
    assert get("/media/public/abc/720p/1.m4s", range="bytes=0-1", if_range='"other"').status == 200


def test_head_says_everything_and_sends_nothing(disk: DiskStore) -> None:
    got = get("/media/public/abc/720p/1.m4s", method="HEAD")
    assert (got.status, got.body, got.file, got["content-length"]) == (200, b"", "", str(len(CONTENT)))


def test_who_has_the_file_is_not_sent_it_again(disk: DiskStore) -> None:
    etag = get("/media/public/abc/720p/1.m4s")["etag"]
    got = get("/media/public/abc/720p/1.m4s", if_none_match=etag)
    assert (got.status, got.body) == (304, b"")


def test_a_private_file_needs_its_signature_and_is_kept_by_nobody(disk: DiskStore) -> None:
    got = get(private("1.m4s"))
    assert (got.status, got.body, got["cache-control"]) == (200, b"secret", "private, no-store")
    assert get("/media/private/abc/1.m4s").status == 403
    assert get(private("1.m4s").replace("/abc/", "/abd/")).status == 403


def test_no_path_leads_from_the_public_files_to_the_private_ones(disk: DiskStore) -> None:
    for path in (
        "/media/public/../private/abc/1.m4s",
        "/media/public//etc/passwd",
        "/media/public/abc/../../secret_key",
    ):
        assert get(path).status == 404
    for file in ("../../secret_key", "../../../secret_key", "./1.m4s"):
        assert get(private(file)).status == 404


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    path=st.lists(st.sampled_from(["..", ".", "", "abc", "private", "public", "%2e%2e", "\x00", "é", "1.m4s"])).map(
        "/".join
    )
)
def test_no_path_leads_out_of_the_store(disk: DiskStore, path: str) -> None:
    for start in ("/media/public/", private("x").removesuffix("x")):
        got = get(start + path)
        assert got.body != b"top secret"
        assert got.status in {404, 403} or "/abc/" in start + path


def test_a_browser_may_run_nothing_of_what_is_served(disk: DiskStore) -> None:
    for path in ("/media/public/abc/evil.html", "/media/public/abc/720p/1.m4s", private("1.m4s")):
        got = get(path)
        assert got["x-content-type-options"] == "nosniff"
        assert got["content-security-policy"] == "default-src 'none'; sandbox"
    got = get("/media/public/abc/evil.html")
    assert got["content-type"] == "application/octet-stream"
    assert got["content-disposition"].startswith("attachment")


def test_a_download_bears_the_name_its_author_gave_it(disk: DiskStore) -> None:
    got = get("/media/public/abc/720p/1.m4s", query=b"download=L%E2%80%99%C3%A9t%C3%A9%20%22%2F%C3%A0%22.mp4")
    assert got["content-disposition"] == (
        "attachment; filename=\"L__t_ ____.mp4\"; filename*=UTF-8''L%E2%80%99%C3%A9t%C3%A9%20%22_%C3%A0%22.mp4"
    )


@given(name=st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_name_cannot_add_a_header(name: str) -> None:
    value = media.attachment(name)
    assert b"\r" not in value and b"\n" not in value
    assert value.count(b'"') == 2


def test_nothing_but_reading_is_allowed(disk: DiskStore) -> None:
    got = get("/media/public/abc/720p/1.m4s", method="DELETE")
    assert (got.status, got["allow"]) == (405, "GET, HEAD")
    assert (disk.root / "public/abc/720p/1.m4s").exists()
