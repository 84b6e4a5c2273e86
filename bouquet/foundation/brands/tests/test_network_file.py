"""network.toml is read whole or refused, with the line and the reason."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bouquet.foundation.brands.network import Network, Youth
from bouquet.foundation.brands.reading import BrokenNetwork, load_network

GOOD = """\
[network]
name = "M6"
account_host = "compte.example"
country = "FR"
time_zone = "Europe/Paris"

[[brand]]
key = "hub"
name = "The hub"
hosts = ["hub.example", "www.hub.example"]
theme = "hub"
leads_to = "films"

[[brand]]
key = "films"
name = "Films"
hosts = ["films.example"]
theme = "films"
sites = ["videos"]
tagline = { fr = "Du cinéma", en = "Cinema" }
"""


def load(folder: Path, text: str) -> Network:
    path = folder / "network.toml"
    path.write_text(text, encoding="utf-8")
    return load_network(path, known_sites=frozenset({"videos", "jobs"}), known_themes=frozenset({"hub", "films"}))


def test_a_good_file_is_read(tmp_path: Path) -> None:
    network = load(tmp_path, GOOD)
    assert [brand.key for brand in network.shown] == ["films"], "a brand that leads elsewhere is no front"
    assert network.hosts == ("compte.example", "hub.example", "www.hub.example", "films.example")
    assert network.brand("hub").leads_to == "films"
    assert network.brand("films").tagline == {"fr": "Du cinéma", "en": "Cinema"}
    assert network.brand_showing("videos").host == "films.example"


def test_a_host_is_known_in_any_case_and_with_the_root_s_dot(tmp_path: Path) -> None:
    network = load(tmp_path, GOOD)
    for host in ("films.example", "FILMS.example", "films.example."):
        brand = network.brand_at(host)
        assert brand is not None
        assert brand.key == "films"
    assert network.brand_at("films.example.evil") is None
    for missing in (network.brand, network.brand_showing):
        with pytest.raises(KeyError):
            missing("jobs")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "M6"', 'name = ""', 2, "needs name"),
        ('time_zone = "Europe/Paris"', 'time_zone = "Europe/Paname"', 5, "Europe/Paname"),
        ('country = "FR"', 'country = "France"', 4, "two capital letters"),
        ('account_host = "compte.example"', 'account_host = "http://compte.example"', 3, "is not a host name"),
        ('account_host = "compte.example"', 'account_host = "films.example"', 3, "of its own"),
        ('country = "FR"', 'county = "FR"', 4, "unknown key 'county'"),
        ('key = "films"', 'key = "Films!"', 15, "may hold only"),
        ('key = "films"', 'key = "hub"', 15, "two brands have the key 'hub'"),
        ('hosts = ["films.example"]', "hosts = []", 17, "needs hosts"),
        ('hosts = ["films.example"]', 'hosts = ["films.example:8000"]', 17, "no port"),
        ('hosts = ["films.example"]', 'hosts = ["FILMS.example"]', 17, "lower case"),
        ('hosts = ["films.example"]', 'hosts = ["hub.example"]', 17, "host hub.example is given twice"),
        ('sites = ["videos"]', 'sites = ["films"]', 19, "there is no site 'films'; known: jobs, videos"),
        ('sites = ["videos"]', 'sites = "videos"', 19, "a list"),
        ('sites = ["videos"]', "", 14, "shows no site"),
        ('leads_to = "films"', 'leads_to = "nowhere"', 12, "leads to 'nowhere'"),
        ('tagline = { fr = "Du cinéma", en = "Cinema" }', 'tagline = "Cinema"', 20, "language = text"),
        ('theme = "films"', 'theme = ["films"]', 18, "needs theme"),
        ('theme = "films"', 'theme = "cinema"', 18, "there is no theme 'cinema'; known: films, hub"),
        ('account_host = "compte.example"', "", 1, "[network] needs account_host"),
        ('theme = "films"', 'them = "films"', 18, "unknown key 'them'"),
        ("[network]", "[net]", 1, "unknown table 'net'"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(BrokenNetwork) as told:
        load(tmp_path, GOOD.replace(old, new))
    assert f"network.toml, line {line}: " in str(told.value)
    assert reason in str(told.value)


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenNetwork, match="line 3"):
        load(tmp_path, GOOD.replace('"compte.example"', "compte.example"))


def test_what_is_no_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "network.toml"
    path.write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(BrokenNetwork, match=r"line 20: .* is not UTF-8"):
        load_network(path, known_sites=frozenset({"videos"}), known_themes=frozenset({"hub", "films"}))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenNetwork, match="cannot be read"):
        load_network(tmp_path / "none.toml", known_sites=frozenset({"videos"}), known_themes=frozenset({"hub"}))


def test_a_file_without_its_head_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenNetwork, match=r"line 1: the table \[network\] is missing"):
        load(tmp_path, GOOD[GOOD.index("[[brand]]") :])


def test_a_network_without_a_brand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenNetwork, match="at least one"):
        load(tmp_path, GOOD[: GOOD.index("[[brand]]")])


def test_without_a_youth_table_the_guidelines_hold(tmp_path: Path) -> None:
    youth = load(tmp_path, GOOD).youth
    assert youth == Youth()
    assert (youth.age_from, youth.age_until, youth.autoplay, youth.private_by_default) == (15, 18, False, True)


def test_an_operator_changes_what_is_held_back_around_young_members(tmp_path: Path) -> None:
    text = GOOD + '[youth]\nage_from = 16\nautoplay = true\nnight_from = "21:30"\nassurance = "wallet"\n'
    youth = load(tmp_path, text).youth
    assert youth == Youth(age_from=16, autoplay=True, night_from=time(21, 30), assurance="wallet")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("age_from = 12", r"line 23: age_from is 12; it may be 13 to 21"),
        ('age_from = "15"', r"line 23: age_from is '15'"),
        ("age_from = true", r"line 23: age_from is True"),
        ("age_from = 19", r"age_until is 18, less than age_from"),
        ("autoplay = 1", r"line 23: autoplay is 1; it may be true or false"),
        ('night_from = "25:00"', r"line 23: night_from is '25:00'; it may hold a time"),
        ('night_from = "07:00"', r"night_until is night_from"),
        ('assurance = ""', r"line 23: \[youth\] needs assurance"),
        ("bedtime = true", r"line 23: \[youth\] has an unknown key 'bedtime'"),
    ],
)
def test_a_wrong_youth_table_is_refused_with_its_line(tmp_path: Path, wrong: str, told: str) -> None:
    with pytest.raises(BrokenNetwork, match=told):
        load(tmp_path, f"{GOOD}\n[youth]\n{wrong}\n")
