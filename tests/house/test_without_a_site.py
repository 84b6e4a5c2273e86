"""Any one site can be taken away: its folder deleted, its brand's line changed, and the rest still runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bouquet.config.environment import ROOT
from bouquet.config.sites import SITES

# Stands in for the site that was taken away, on its brand: the smallest that can be.
STAND_IN = {
    "__init__.py": '"""A stand-in."""\n',
    "apps.py": (
        "from django.apps import AppConfig\n\n\n"
        "class StandinConfig(AppConfig):\n"
        '    name = "bouquet.sites.standin"\n'
        '    label = "standin"\n'
    ),
    "urls.py": (
        "from django.http import HttpRequest, HttpResponse\n"
        "from django.urls import path\n\n\n"
        "def home(request: HttpRequest) -> HttpResponse:\n"
        '    return HttpResponse("the stand-in")\n\n\n'
        'urlpatterns = [path("", home), path("stand-in/", home)]\n'
    ),
}
ASK = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("check")
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
own = Client(HTTP_HOST=sys.argv[1])
answer = own.get("/stand-in/")
assert answer.content == b"the stand-in", answer.content[:500]
assert own.get("/").status_code == 200
for host in sys.argv[2:]:
    answer = Client(HTTP_HOST=host).get("/")
    assert answer.status_code == 200 and b"the stand-in" not in answer.content, (host, answer.status_code)
assert Client(HTTP_HOST="elsewhere.example").get("/").status_code == 421
import bouquet.config.live
call_command("keep", "--once")
print("it runs")
"""


def hosts_without(site: str) -> list[str]:
    """The host of the brand that shows `site`, then those of brands that show others only."""
    brands = tomllib.loads((ROOT / "network.toml").read_text(encoding="utf-8"))["brand"]
    hosts = {brand["hosts"][0]: brand.get("sites", []) for brand in brands}
    own = next(host for host, sites in hosts.items() if site in sites)
    return [own, *(host for host, sites in hosts.items() if sites and site not in sites)]


@pytest.mark.parametrize("site", sorted(SITES))
def test_the_network_boots_without(site: str, tmp_path: Path) -> None:
    left_out = shutil.ignore_patterns("__pycache__", "tests")
    shutil.copytree(ROOT / "bouquet", tmp_path / "bouquet", ignore=left_out)
    shutil.rmtree(tmp_path / "bouquet" / "sites" / site)
    standin = tmp_path / "bouquet" / "sites" / "standin"
    standin.mkdir()
    for name, text in STAND_IN.items():
        (standin / name).write_text(text, encoding="utf-8")
    network = (ROOT / "network.toml").read_text(encoding="utf-8")
    (tmp_path / "network.toml").write_text(network.replace(f'"{site}"', '"standin"'), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOUQUET_")}
    env = clean | {"DJANGO_SETTINGS_MODULE": "bouquet.config.settings", "PYTHONPATH": str(tmp_path)}
    asked = subprocess.run(
        [sys.executable, "-c", ASK, *hosts_without(site)],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert asked.stdout.splitlines()[-1:] == ["it runs"], asked.stdout + asked.stderr
    assert "ERROR" not in asked.stderr, asked.stderr
