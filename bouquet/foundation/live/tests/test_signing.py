from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.foundation.clock import clock
from bouquet.foundation.live.signing import BadSignature, check, signed_media_path

keys = st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)


def in_an_hour() -> int:
    return int(clock.timestamp()) + 3600


@given(key=keys)
def test_a_signed_address_leads_to_its_file(key: str) -> None:
    path = signed_media_path(key, "720p/1.m4s", expires_at=in_an_hour())
    assert check(path) == f"private/{key}/720p/1.m4s"


def test_a_playlists_relative_addresses_inherit_the_signature() -> None:
    playlist = signed_media_path("abc", "master.m3u8", expires_at=in_an_hour())
    assert check(playlist.replace("master.m3u8", "720p/2.m4s")) == "private/abc/720p/2.m4s"


@given(position=st.integers(0, 200), letter=st.sampled_from("0123456789abcXYZ_-"))
def test_changing_anything_but_the_file_breaks_the_signature(position: int, letter: str) -> None:
    path = signed_media_path("abc", "x.mp4", expires_at=in_an_hour())
    position = len("/media/private/") + position % (len(path) - len("/media/private//x.mp4"))
    changed = path[:position] + letter + path[position + 1 :]
    if changed == path:
        return
    with pytest.raises(BadSignature):
        check(changed)


def test_digits_cannot_move_from_the_expiry_to_the_key() -> None:
    expires_at = in_an_hour()
    _, _, _, expires, signature, key, file = signed_media_path("1abc", "x.mp4", expires_at=expires_at).split("/")
    with pytest.raises(BadSignature):
        check(f"/media/private/{expires}1/{signature}/{key[1:]}/{file}")


def test_an_address_ends() -> None:
    path = signed_media_path("abc", "x.mp4", expires_at=in_an_hour())
    with clock.travel(timedelta(minutes=59)):
        check(path)
    with clock.travel(timedelta(minutes=61)), pytest.raises(BadSignature, match="expired"):
        check(path)


@pytest.mark.parametrize("key", ["", "a/b", "..", "a b", "é"])
def test_a_key_that_is_not_one_part_of_a_path_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="one part"):
        signed_media_path(key, "x.mp4", expires_at=in_an_hour())
