"""What is kept of what people type."""

import pytest

from bouquet.foundation.text.tidying import tidied_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  bonjour \r\n\r\n\r\n\r\n à tous  ", "bonjour\n\n à tous"),
        ("e\u0301te\u0301", "été"),
        ("a\u202eb\u200bc\x00", "abc"),
        ("👩‍🚀 bravo ❤️", "👩‍🚀 bravo ❤️"),
        ("z" + "\u0320" * 40 + "algo", "z" + "\u0320" * 3 + "algo"),
        ("\u200b \n\u2060", ""),
    ],
)
def test_only_what_can_be_read_is_kept(typed: str, kept: str) -> None:
    assert tidied_text(typed) == kept
