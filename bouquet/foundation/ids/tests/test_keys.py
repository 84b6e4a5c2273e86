from __future__ import annotations

from datetime import timedelta

from bouquet.foundation.clock import clock
from bouquet.foundation.ids import keys


def test_keys_are_version_7_and_sort_by_the_time_they_were_made() -> None:
    made = [keys.new_key() for _ in range(1000)]
    assert {key.version for key in made} == {7}
    assert made == sorted(made)
    assert len(set(made)) == 1000


def test_keys_follow_the_clock_of_the_house_and_keep_their_order() -> None:
    today = keys.new_key()
    with clock.travel(-timedelta(days=3)):
        earlier = [keys.new_key() for _ in range(1000)]
        assert abs((earlier[0].int >> 80) - clock.timestamp() * 1000) < 2000
    assert earlier == sorted(earlier)
    assert max(earlier) < today < keys.new_key()
    assert {key.version for key in earlier} == {7}


def test_codes_hold_no_symbol_that_is_misread_and_no_vowel() -> None:
    written = "".join(keys.new_code() for _ in range(500))
    assert not set(written) & set("01lIOoaeiouyAEU")
    assert len(written) == 5500


def test_secrets_are_never_the_same() -> None:
    assert len({keys.new_secret() for _ in range(1000)}) == 1000
    assert len(keys.new_secret()) == 32
