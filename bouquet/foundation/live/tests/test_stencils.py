from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from bouquet.foundation.live.stencils import Stencil, new_nonce

OLD = b"AAAAAAAAAAAAAAAAAAAAAA"
pieces = st.lists(st.binary(max_size=300).filter(lambda piece: b"A" not in piece), min_size=1, max_size=5)


@given(pieces=pieces, nonce=st.binary(min_size=1, max_size=64))
def test_both_forms_are_the_page_with_the_new_nonce(pieces: list[bytes], nonce: bytes) -> None:
    stencil = Stencil(OLD.join(pieces), OLD)
    expected = nonce.join(pieces)
    assert stencil.plain(nonce) == expected
    # gzip.decompress checks the CRC-32 and the length at the end.
    assert gzip.decompress(stencil.gzip(nonce)) == expected


def test_a_page_without_a_nonce_stays_as_it_is() -> None:
    stencil = Stencil(b"hello" * 1000, b"")
    assert stencil.plain(new_nonce()) == b"hello" * 1000
    assert gzip.decompress(stencil.gzip(new_nonce())) == b"hello" * 1000


def test_no_two_nonces_are_the_same() -> None:
    assert len({new_nonce() for _ in range(1000)}) == 1000
