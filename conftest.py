"""What every test may ask for: see `tests/regulars.py` and `tests/surroundings.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

pytest_plugins = ["tests.regulars", "tests.surroundings"]


def pytest_configure(config: pytest.Config) -> None:
    """Translations are compiled once, before the first test looks for them."""
    if not hasattr(config, "workerinput"):
        from bouquet.foundation.text.engine.catalogs import compile_catalogs

        compile_catalogs(Path(__file__).parent / "bouquet")


def pytest_unconfigure() -> None:
    from django.conf import settings

    shutil.rmtree(settings.BOUQUET_VAR, ignore_errors=True)
