from collections.abc import Callable
from pathlib import Path

import pytest

from bouquet.capabilities.media.tests.engine.publishing import Published, publish

MEDIA = Path("/work/shared/media")


@pytest.fixture(scope="session")
def real_file() -> Callable[[str], Path]:
    """The path of one of the real files; skips where that collection is not on the machine."""

    def find(name: str) -> Path:
        if not MEDIA.is_dir():
            pytest.skip(f"the real files of {MEDIA} are not on this machine")
        return MEDIA / name

    return find


@pytest.fixture(scope="session")
def published(real_file: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Published]:
    """A real file put through the whole engine, once for all test processes of this run."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if base.name.startswith("popen-") else base) / "published"
    root.mkdir(exist_ok=True)
    return lambda name: publish(real_file(name), root)
