"""What tests of the tribes need of their surroundings."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from bouquet.foundation.storage.store import store

Committed = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def place(settings: Any, tmp_path: Path, db: None) -> Any:
    """Files of this test alone."""
    settings.BOUQUET_VAR = tmp_path / "var"
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 0
    store.cache_clear()
    yield
    store.cache_clear()


@pytest.fixture
def settled(committed: Committed, work_off: Callable[[], None]) -> Callable[..., Any]:
    """`settled(do)`: done, delivered, and every job that follows."""

    def run(do: Callable[[], Any]) -> Any:
        with committed():
            made = do()
        for _ in range(4):
            with committed():
                work_off()
        return made

    return run
