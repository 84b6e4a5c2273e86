"""The same way of a video when files are in S3: nothing assumes that the store is a folder of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from bouquet.capabilities.media.actions.erasing import erase
from bouquet.capabilities.media.actions.processing import process_now
from bouquet.capabilities.media.actions.visibility import make_private, make_public
from bouquet.capabilities.media.models import Asset
from bouquet.foundation.storage.store import store


@pytest.fixture
def bucket(var: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket that exists for this test."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="films")
        settings.BOUQUET_STORAGE_BUCKET, settings.BOUQUET_STORAGE_REGION = "films", "us-east-1"
        store.cache_clear()
        yield "films"


def test_a_video_in_s3_is_made_shown_hidden_and_erased(
    bucket: str, received: Callable[..., Asset], var: Path, committed: Any, to_the_end: Callable[[], None]
) -> None:
    asset = process_now(received())
    assert asset.state == "ready"
    assert store().local_path(asset.original) is None
    names = {key.removeprefix(f"{asset.folder}/") for key in store().keys(asset.folder)}
    assert {asset.master, "v360/playlist.m3u8", "download/360p.mp4"} <= names
    for move in (make_public, make_private):
        before = asset.folder
        with committed():
            move(asset)
        to_the_end()
        assert list(store().keys(before)) == []
        assert {key.removeprefix(f"{asset.folder}/") for key in store().keys(asset.folder)} == names
    folder, originals = asset.folder, asset.originals
    with committed():
        erase(asset)
    to_the_end()
    assert list(store().keys(folder)) == list(store().keys(originals)) == []
    assert list((var / "scratch").iterdir()) == [], "copies made to work on are gone"
