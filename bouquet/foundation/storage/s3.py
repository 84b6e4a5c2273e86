"""The store in S3 or anything that speaks its protocol."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.keys import checked

IMMUTABLE = "public, max-age=31536000, immutable"


class S3Store:
    """See `Store`. Credentials come from the environment, as for every S3 client (AWS_ACCESS_KEY_ID…)."""

    def __init__(self, *, bucket: str, endpoint: str, region: str, scratch: Path) -> None:
        self.bucket, self.scratch = bucket, scratch
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region,
            config=Config(signature_version="s3v4", retries={"max_attempts": 5, "mode": "standard"}),
        )

    def put_file(self, source: Path, key: str) -> None:
        self.client.upload_file(str(source), self.bucket, checked(key), ExtraArgs=_headers(key))

    def put_bytes(self, content: bytes, key: str) -> None:
        self.client.put_object(Bucket=self.bucket, Key=checked(key), Body=content, **_headers(key))

    def put_tree(self, source: Path, prefix: str) -> None:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                self.put_file(path, f"{prefix}/{path.relative_to(source).as_posix()}")

    def read_bytes(self, key: str) -> bytes:
        with _missing_is_not_found(key):
            content: bytes = self.client.get_object(Bucket=self.bucket, Key=checked(key))["Body"].read()
            return content

    @contextmanager
    def open_local(self, key: str) -> Iterator[Path]:
        self.scratch.mkdir(parents=True, exist_ok=True)
        path = self.scratch / f"{new_code()}{Path(key).suffix}"
        try:
            with _missing_is_not_found(key):
                self.client.download_file(self.bucket, checked(key), str(path))
            yield path
        finally:
            path.unlink(missing_ok=True)

    def keys(self, prefix: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=f"{checked(prefix)}/")
        for page in pages:
            for row in page.get("Contents", []):
                yield row["Key"]

    def size(self, key: str) -> int:
        with _missing_is_not_found(key):
            length: int = self.client.head_object(Bucket=self.bucket, Key=checked(key))["ContentLength"]
            return length

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except FileNotFoundError:
            return False
        return True

    def move_tree(self, source: str, target: str) -> None:
        for key in list(self.keys(source)):
            there = f"{checked(target)}{key.removeprefix(source)}"
            self.client.copy({"Bucket": self.bucket, "Key": key}, self.bucket, there)
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=checked(key))

    def delete_tree(self, prefix: str) -> None:
        for key in list(self.keys(prefix)):
            self.client.delete_object(Bucket=self.bucket, Key=key)

    def signed_address(self, key: str, *, seconds: int) -> str | None:
        params = {"Bucket": self.bucket, "Key": checked(key)}
        address: str = self.client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)
        return address

    def local_path(self, key: str) -> Path | None:
        return None

    def free_bytes(self) -> int | None:
        return None


def _headers(key: str) -> dict[str, str]:
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    headers = {"ContentType": kind}
    if key.startswith("public/"):
        headers["CacheControl"] = IMMUTABLE
    return headers


@contextmanager
def _missing_is_not_found(key: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            raise FileNotFoundError(key) from error
        raise
