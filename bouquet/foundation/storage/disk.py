"""The store on a local disk. Writes go to a draft beside the target and are renamed into place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bouquet.foundation.ids.keys import new_code
from bouquet.foundation.storage.keys import checked

DRAFT = ".draft"


class DiskStore:
    """See `Store`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def put_file(self, source: Path, key: str) -> None:
        target = self._target(key)
        try:
            source.rename(target)
        except OSError:
            draft = self._draft(target)
            shutil.copyfile(source, draft)
            draft.replace(target)

    def put_bytes(self, content: bytes, key: str) -> None:
        target = self._target(key)
        draft = self._draft(target)
        draft.write_bytes(content)
        draft.replace(target)

    def put_tree(self, source: Path, prefix: str) -> None:
        for path in sorted(source.rglob("*")):
            if path.is_file():
                self.put_file(path, f"{prefix}/{path.relative_to(source).as_posix()}")

    def read_bytes(self, key: str) -> bytes:
        return (self.root / checked(key)).read_bytes()

    @contextmanager
    def open_local(self, key: str) -> Iterator[Path]:
        path = self.root / checked(key)
        if not path.is_file():
            raise FileNotFoundError(key)
        yield path

    def keys(self, prefix: str) -> Iterator[str]:
        for path in sorted((self.root / checked(prefix)).rglob("*")):
            # A draft is no file yet; a process that was killed leaves its drafts behind.
            if path.is_file() and path.suffix != DRAFT:
                yield path.relative_to(self.root).as_posix()

    def size(self, key: str) -> int:
        return (self.root / checked(key)).stat().st_size

    def exists(self, key: str) -> bool:
        return (self.root / checked(key)).is_file()

    def move_tree(self, source: str, target: str) -> None:
        here, there = self.root / checked(source), self.root / checked(target)
        if not here.is_dir():
            return
        there.parent.mkdir(parents=True, exist_ok=True)
        if not there.exists():
            here.rename(there)
            return
        for path in sorted(here.rglob("*")):
            if path.is_file():
                goal = there / path.relative_to(here)
                goal.parent.mkdir(parents=True, exist_ok=True)
                path.replace(goal)
        shutil.rmtree(here)

    def delete(self, key: str) -> None:
        (self.root / checked(key)).unlink(missing_ok=True)

    def delete_tree(self, prefix: str) -> None:
        shutil.rmtree(self.root / checked(prefix), ignore_errors=True)

    def signed_address(self, key: str, *, seconds: int) -> str | None:
        return None

    def local_path(self, key: str) -> Path | None:
        return self.root / checked(key)

    def free_bytes(self) -> int | None:
        return shutil.disk_usage(self.root).free

    def _target(self, key: str) -> Path:
        target = self.root / checked(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def _draft(self, target: Path) -> Path:
        return target.with_name(f".{new_code()}{DRAFT}")
