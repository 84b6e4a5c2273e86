"""Files of a store that is elsewhere. moto checks no signatures: proven here is the shape, and what is passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.live import media, relaying
from bouquet.foundation.live.signing import signed_media_path
from bouquet.foundation.live.tests.asking import Answer, ask
from bouquet.foundation.storage.s3 import S3Store

CONTENT = bytes(range(256)) * 3000


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    store = S3Store(bucket=new_code(), endpoint=endpoint, region="eu-west-3", scratch=tmp_path)
    store.client.create_bucket(Bucket=store.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    store.put_bytes(CONTENT, "public/abc/1.m4s")
    store.put_bytes(b"secret", "private/abc/1.m4s")
    monkeypatch.setattr(media, "store", lambda: store)
    monkeypatch.setattr(relaying, "store", lambda: store)
    yield store
    server.stop()


def get(path: str, method: str = "GET", **headers: str) -> Answer:
    # Each test has an event loop of its own, and a client belongs to one.
    relaying._client.cache_clear()
    return asyncio.run(ask(media.serve_media, path, method=method, **headers))  # type: ignore[arg-type]


def test_files_elsewhere_are_passed_on_with_our_own_rules(elsewhere: S3Store) -> None:
    got = get("/media/public/abc/1.m4s")
    assert (got.status, got.body) == (200, CONTENT)
    assert got["cache-control"] == "public, max-age=31536000, immutable"
    assert got["content-type"] == "video/iso.segment"
    assert got["content-security-policy"] == "default-src 'none'; sandbox"
    assert not got["x-amz-request-id"]


def test_a_part_of_a_file_elsewhere_can_be_had(elsewhere: S3Store) -> None:
    got = get("/media/public/abc/1.m4s", range="bytes=1000-1999")
    assert (got.status, got.body) == (206, CONTENT[1000:2000])
    assert got["content-range"] == f"bytes 1000-1999/{len(CONTENT)}"


def test_head_of_a_file_elsewhere_sends_nothing(elsewhere: S3Store) -> None:
    got = get("/media/public/abc/1.m4s", method="HEAD")
    assert (got.status, got.body, got["content-length"]) == (200, b"", str(len(CONTENT)))


def test_private_files_elsewhere_need_our_signature(elsewhere: S3Store) -> None:
    signed = signed_media_path("abc", "1.m4s", expires_at=int(clock.timestamp()) + 60)
    assert get(signed).body == b"secret"
    assert get(signed.replace("/abc/", "/abd/")).status == 403


def test_what_is_not_there_is_not_found(elsewhere: S3Store) -> None:
    assert get("/media/public/abc/2.m4s").status == 404
    elsewhere.bucket = "gone"
    assert get("/media/public/abc/1.m4s").status in {404, 502}
