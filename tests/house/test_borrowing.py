"""No app borrows another's views, tasks, forms, admin or subscribers. Contracts hold the rest (pyproject.toml)."""

from __future__ import annotations

import grimp
import pytest

PRIVATE = {"views", "tasks", "forms", "admin", "subscribers", "urls", "management", "templatetags"}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("bouquet", cache_dir=None)


def app_of(module: str) -> str:
    return ".".join(module.split(".")[:3])


def test_nothing_private_is_borrowed(graph: grimp.ImportGraph) -> None:
    borrowed = [
        f"{importer} imports {imported}"
        for imported in sorted(graph.modules)
        if len(imported.split(".")) > 3 and imported.split(".")[3] in PRIVATE and "foundation" not in imported
        for importer in sorted(graph.find_modules_that_directly_import(imported))
        if app_of(importer) != app_of(imported) and not importer.startswith("bouquet.config")
    ]
    assert borrowed == []


def test_nobody_imports_config(graph: grimp.ImportGraph) -> None:
    importers = {
        importer
        for module in graph.modules
        if module.startswith("bouquet.config")
        for importer in graph.find_modules_that_directly_import(module)
        if not importer.startswith("bouquet.config") and ".tests" not in importer
    }
    assert importers == set()


def test_no_test_is_imported_by_the_product(graph: grimp.ImportGraph) -> None:
    importers = {
        importer
        for module in graph.modules
        if ".tests" in module
        for importer in graph.find_modules_that_directly_import(module)
        if ".tests" not in importer
    }
    assert importers == set()
