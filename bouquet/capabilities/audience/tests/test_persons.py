from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bouquet.capabilities.audience.engine.persons import Passers, member, neighbourhood
from bouquet.foundation.clock import clock


def test_the_same_browser_is_the_same_person_all_day_in_every_process(tmp_path: Path) -> None:
    one, other = Passers(tmp_path), Passers(tmp_path)
    assert one.pseudonym("203.0.113.1", b"Firefox") == other.pseudonym("203.0.113.1", b"Firefox")
    assert one.pseudonym("203.0.113.1", b"Firefox") != one.pseudonym("203.0.113.1", b"Chrome")
    assert one.pseudonym("203.0.113.1", b"Firefox") != one.pseudonym("203.0.113.2", b"Firefox")


def test_the_next_day_nobody_can_tell_who_it_was(tmp_path: Path) -> None:
    passers = Passers(tmp_path)
    today = passers.pseudonym("203.0.113.1", b"Firefox")
    with clock.travel(timedelta(days=2)):
        assert passers.pseudonym("203.0.113.1", b"Firefox") != today
        assert [path.stem for path in tmp_path.glob("*")] == [clock.today().isoformat()]


def test_neither_address_nor_browser_is_written_down(tmp_path: Path) -> None:
    name = Passers(tmp_path).pseudonym("203.0.113.1", b"Firefox")
    assert len(name) == 21
    for path in tmp_path.iterdir():
        assert b"203.0.113.1" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0


def test_a_household_is_one_place_however_many_addresses_it_has() -> None:
    assert neighbourhood("2001:db8:1:2::1") == neighbourhood("2001:db8:1:2:ffff::9") != neighbourhood("2001:db8:1:3::1")
    assert neighbourhood("::ffff:203.0.113.1") == neighbourhood("203.0.113.1") == "203.0.113.1"


def test_a_member_is_the_same_everywhere_and_no_passer_by() -> None:
    assert member(7) == member(7) != member(8)
    assert member(7).startswith("m")
