"""Where people may be sent after signing in: nowhere but to the network."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.accounts.engine.addresses import safe_address
from bouquet.capabilities.accounts.tests.walker import ACCOUNT_HOST, WIDEO, Walker
from bouquet.foundation.brands.current import address_at

HERE = "https://wideo.fr"
ORIGINS = ["https://wideo.fr", "https://yootribe.com", "https://compte.m6.fr:8443"]
parts = st.sampled_from(
    [
        "https:",
        "http:",
        "javascript:",
        "//",
        "/",
        "\\",
        "@",
        ":",
        "wideo.fr",
        "yootribe.com",
        "evil.example",
        ".",
        "?",
        "#",
        *["%2f", "%5c", "\t", "\n", " ", "\x00", "a", "é", "data:", "[::1]", "443", ":443", "compte.m6.fr:8443"],
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(parts, max_size=8).map("".join)))
def test_whatever_is_asked_the_answer_is_an_address_of_the_network_or_nothing(wanted: str) -> None:
    safe = safe_address(wanted, origins=ORIGINS, here=HERE)
    if safe:
        assert any(safe.startswith(f"{origin}/") for origin in ORIGINS)
        assert "\\" not in safe
        assert not any(sign <= " " for sign in safe)
        found = urlsplit(safe)
        assert f"{found.scheme}://{found.netloc}" in ORIGINS
        assert not found.path.startswith("//")


@pytest.mark.parametrize(
    ("wanted", "safe"),
    [
        ("/watch/a?t=3#comments", "https://wideo.fr/watch/a?t=3#comments"),
        ("https://yootribe.com/tribes/", "https://yootribe.com/tribes/"),
        ("https://YOOTRIBE.com", "https://yootribe.com/"),
        ("https://compte.m6.fr:8443/reglages/", "https://compte.m6.fr:8443/reglages/"),
    ],
)
def test_addresses_of_the_network_are_kept(wanted: str, safe: str) -> None:
    assert safe_address(wanted, origins=ORIGINS, here=HERE) == safe


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://wideo.fr@evil.example/",
        "https://wideo.fr.evil.example/",
        "https://wideo.fr:444/",
        "http://wideo.fr/",
        "javascript:alert(1)",
        "/\t/evil.example",
        " /watch",
        "https://wideo.fr\\@evil.example",
        "https://wideo.fr//evil.example/",
        "",
        "/" + "a" * 3000,
    ],
)
def test_anything_else_is_refused(wanted: str) -> None:
    assert safe_address(wanted, origins=ORIGINS, here=HERE) == ""


@pytest.mark.parametrize("path", ["/connexion/", "/inscription/", "/session/tour/"])
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_door_of_accounts_leads_out_of_the_network(ines: object, walker: Walker, path: str, wanted: str) -> None:
    walker.sign_in(ines)  # type: ignore[arg-type]
    walker.get(WIDEO, f"{path}?next={wanted}")
    assert not any("evil.example" in (urlsplit(address).hostname or "") for address in walker.seen)
    assert walker.address.startswith((address_at(WIDEO), address_at(ACCOUNT_HOST)))
