"""Settings are refused when they are wrong, and every one of them is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bouquet.config.environment import ROOT, read_environment
from bouquet.config.sites import SITES, THEMES
from bouquet.foundation.brands.reading import load_network


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    env = read_environment({"BOUQUET_VAR": str(tmp_path)})
    assert env.port == 8000
    assert env.max_upload_bytes == 8 * 1024**3
    assert len(env.secret_key) >= 50
    assert read_environment({"BOUQUET_VAR": str(tmp_path)}).secret_key == env.secret_key, "made once, then kept"
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0, "nobody else reads it"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("BOUQUET_PORT", "eighty", "must be a whole number"),
        ("BOUQUET_PORT", "70000", "at most 65535"),
        ("BOUQUET_PORT", "0", "at least 1"),
        ("BOUQUET_PRODUCTION", "yes", "must be 1 or 0"),
        ("BOUQUET_SECRET_KEY", "short", "shorter than 50"),
        ("BOUQUET_MAX_UPLOAD_BYTES", "-1", "at least 1"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_may_be(tmp_path: Path, name: str, value: str, reason: str) -> None:
    with pytest.raises(ImproperlyConfigured) as told:
        read_environment({"BOUQUET_VAR": str(tmp_path), name: value})
    assert name in str(told.value)
    assert reason in str(told.value)


def test_an_address_that_may_hold_a_password_is_refused_without_being_said(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="valkey://") as refusal:
        read_environment({"BOUQUET_VAR": str(tmp_path), "BOUQUET_VALKEY_URL": "http://user:secret@host"})
    assert "secret" not in str(refusal.value)


def test_production_needs_a_key_of_its_own_and_is_no_demo(tmp_path: Path) -> None:
    production = {"BOUQUET_VAR": str(tmp_path), "BOUQUET_PRODUCTION": "1"}
    with pytest.raises(ImproperlyConfigured, match="BOUQUET_SECRET_KEY"):
        read_environment(production)
    with pytest.raises(ImproperlyConfigured, match="BOUQUET_DEMO"):
        read_environment(production | {"BOUQUET_SECRET_KEY": "x" * 50, "BOUQUET_DEMO": "1"})


def test_every_setting_is_documented() -> None:
    product = [path for path in (ROOT / "bouquet").rglob("*.py") if "tests" not in path.parts]
    code = "".join(path.read_text(encoding="utf-8") for path in product)
    known = set(re.findall(r'env(?:iron)?(?:\.get\(|, )"(BOUQUET_[A-Z_]+)"', code))
    documented = set(
        re.findall(r"^\| `(BOUQUET_[A-Z_]+)`", (ROOT / "docs/operating/settings.md").read_text("utf-8"), re.M)
    )
    assert len(known) > 15
    assert known - documented == set(), "these are missing in docs/operating/settings.md"
    assert documented - known == set(), "docs/operating/settings.md tells of settings that nothing reads"


def test_only_config_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bouquet").rglob("*.py")
        if "tests" not in path.parts and re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    # The media engine knows no settings: it runs on a machine that has nothing but ffmpeg, too.
    may = {"bouquet/capabilities/media/engine/ffmpeg.py"}
    assert {path for path in readers if not path.startswith("bouquet/config/")} - may == set()


def test_the_network_of_this_installation_is_good() -> None:
    assert load_network(ROOT / "network.toml", known_sites=SITES, known_themes=THEMES).shown
