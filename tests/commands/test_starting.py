"""`bin/run` says what is wrong instead of half starting."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bouquet.config.environment import ROOT, read_environment
from bouquet.config.sites import SITES, THEMES
from bouquet.config.starting import _welcome
from bouquet.foundation.brands.reading import load_network
from tests.network import three_free_ports


def start(var: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BOUQUET_")}
    env = clean | {"BOUQUET_VAR": str(var), "BOUQUET_PORT": str(three_free_ports())} | settings
    command = [sys.executable, "-m", "bouquet.config.starting", *options]
    return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_port_that_is_taken_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = start(tmp_path, BOUQUET_PORT=str(port))
    assert told.returncode == 1
    assert f"Port {port} cannot be used" in told.stderr
    assert "BOUQUET_PORT=" in told.stderr
    assert "Traceback" not in told.stderr
    assert not (tmp_path / "prepared").exists(), "nothing was begun"


@pytest.mark.parametrize(("name", "value"), [("BOUQUET_PORT", "eighty"), ("BOUQUET_NETWORK", "/nowhere/network.toml")])
def test_a_wrong_setting_is_told_without_a_traceback(tmp_path: Path, name: str, value: str) -> None:
    told = start(tmp_path, **{name: value})
    assert told.returncode == 1
    assert value in told.stderr
    assert "Traceback" not in told.stderr


def test_starting_over_deletes_no_folder_of_somebody_else(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("three years of work")
    told = start(tmp_path, "--fresh", BOUQUET_SECRET_KEY="x" * 50)
    assert told.returncode == 1
    assert "nothing was deleted" in told.stderr
    assert (tmp_path / "thesis.odt").exists()


def test_starting_over_does_not_touch_data_that_are_elsewhere(tmp_path: Path) -> None:
    told = start(tmp_path, "--fresh", BOUQUET_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert told.returncode == 1
    assert "empty them yourself" in told.stderr


@pytest.mark.parametrize(("is_empty", "told"), [(True, "createsuperuser"), (False, "ines@demo.m6.localhost")])
def test_what_is_printed_is_what_is_there(tmp_path: Path, is_empty: bool, told: str) -> None:
    env = read_environment({"BOUQUET_VAR": str(tmp_path), "BOUQUET_PORT": "8123", "BOUQUET_DEMO": "1"})
    network = load_network(env.network_file, known_sites=SITES, known_themes=THEMES)
    words = _welcome(env, network, is_empty=is_empty)
    assert told in words
    assert ("bouquet-de-demo" in words) is not is_empty
    assert {int(port) for port in re.findall(r"localhost:(\d+)", words)} == {8123}
