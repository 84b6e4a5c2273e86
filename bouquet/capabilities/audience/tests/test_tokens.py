from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.audience.engine.tokens import (
    BadToken,
    issue_ticket,
    issue_token,
    read_ticket,
    read_token,
)
from bouquet.foundation.clock import clock
from bouquet.foundation.ids.keys import new_key

VIDEO = new_key()


def token() -> str:
    return issue_token(read_ticket(issue_ticket("video", VIDEO, duration_seconds=60)), person="pX")


def test_a_token_says_what_its_ticket_said() -> None:
    got = read_token(token())
    assert (got.kind, got.subject, got.duration, got.person, got.is_own) == ("video", VIDEO.hex, 600, "pX", False)


@given(position=st.integers(0, 200), letter=st.sampled_from("0123456789abcdefom.-_"))
def test_nothing_in_a_token_can_be_changed(position: int, letter: str) -> None:
    text = token()
    position %= len(text)
    changed = text[:position] + letter + text[position + 1 :]
    if changed == text:
        return
    with pytest.raises(BadToken):
        read_token(changed)


@given(text=st.text(max_size=100))
def test_anything_else_is_no_token(text: str) -> None:
    for read in (read_token, read_ticket):
        with pytest.raises(BadToken):
            read(text)


def test_a_ticket_is_no_token_and_a_token_no_ticket() -> None:
    with pytest.raises(BadToken, match="another kind"):
        read_token(issue_ticket("video", VIDEO, duration_seconds=60))
    with pytest.raises(BadToken, match="another kind"):
        read_ticket(token())


def test_tickets_last_a_week_and_sessions_a_day() -> None:
    ticket, session = issue_ticket("video", VIDEO, duration_seconds=60), token()
    with clock.travel(timedelta(hours=25)), pytest.raises(BadToken, match="too old"):
        read_token(session)
    with clock.travel(timedelta(days=6)):
        read_ticket(ticket)
    with clock.travel(timedelta(days=8)), pytest.raises(BadToken, match="too old"):
        read_ticket(ticket)


def test_a_kind_cannot_smuggle_another_field() -> None:
    with pytest.raises(ValueError, match="short lower-case word"):
        issue_ticket("video.x", VIDEO, duration_seconds=60)
