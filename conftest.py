"""What every test may ask for: see `tests/regulars.py` and `tests/surroundings.py`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from pathlib import Path
from zlib import crc32

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A second run on PostgreSQL repeats what touches the database. Journeys share a network: few workers run them."""
    if os.environ.get("BOUQUET_DATABASE_URL"):
        others = [item for item in items if not _touches_the_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if _touches_the_database(item)]
    networks = max(1, (os.cpu_count() or 2) // 2)
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(f"browser-{crc32(item.path.name.encode()) % networks}"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Nothing is skipped in silence where everything must run."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})
