"""Files that must last, on a local disk or in S3, behind one interface. Keys are relative paths with `/`.

Two roots by convention: keys under `public/` may be served to anyone; nothing else may without a signed address.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Store(Protocol):
    """What both stores can do. Every write is whole or absent, and safe to repeat."""

    def put_file(self, source: Path, key: str) -> None:
        """Keep `source` under `key`; the source is moved where that is cheaper than a copy."""

    def put_bytes(self, content: bytes, key: str) -> None: ...

    def put_tree(self, source: Path, prefix: str) -> None:
        """Keep every file below the folder `source` under `prefix/`."""

    def read_bytes(self, key: str) -> bytes:
        """FileNotFoundError when there is none."""

    def open_local(self, key: str) -> AbstractContextManager[Path]:
        """A path of the content on this machine while the block lasts (downloaded when it is elsewhere)."""

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key below `prefix/`."""

    def size(self, key: str) -> int:
        """Bytes; FileNotFoundError when there is none."""

    def exists(self, key: str) -> bool: ...

    def move_tree(self, source: str, target: str) -> None:
        """What was below `source/` is below `target/`; nothing is served from both. Safe to repeat after a crash."""

    def delete(self, key: str) -> None:
        """Nothing happens when there is none."""

    def delete_tree(self, prefix: str) -> None: ...

    def signed_address(self, key: str, *, seconds: int) -> str | None:
        """The store's own address that serves `key` for `seconds`; None when the house serves it (local disk)."""

    def local_path(self, key: str) -> Path | None:
        """Where the content lies on this machine; None when the store is elsewhere."""

    def free_bytes(self) -> int | None:
        """What is free where files are kept; None when the store knows no end."""


@cache
def store() -> Store:
    """The configured store: a local disk, or S3 when BOUQUET_STORAGE_BUCKET is set."""
    if settings.BOUQUET_STORAGE_BUCKET:
        from bouquet.foundation.storage.s3 import S3Store

        return S3Store(
            bucket=settings.BOUQUET_STORAGE_BUCKET,
            endpoint=settings.BOUQUET_STORAGE_ENDPOINT,
            region=settings.BOUQUET_STORAGE_REGION,
            scratch=settings.BOUQUET_VAR / "scratch",
        )
    from bouquet.foundation.storage.disk import DiskStore

    return DiskStore(settings.BOUQUET_VAR / "files")
