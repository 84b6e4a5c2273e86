from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bouquet.foundation.clock import clock


def test_now_is_aware_and_the_present() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_time_travel_ends_with_its_block_even_when_the_block_fails() -> None:
    with pytest.raises(RuntimeError), clock.travel(timedelta(days=30)):
        assert clock.now() - datetime.now(UTC) > timedelta(days=29)
        raise RuntimeError
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_travels_add_up() -> None:
    with clock.travel(timedelta(hours=1)), clock.travel(timedelta(hours=2)):
        assert timedelta(hours=3) - (clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_today_depends_on_where_one_is() -> None:
    days = {clock.today(ZoneInfo(zone)) for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago")}
    assert len(days) == 2, "the two ends of the earth are 25 hours apart"
