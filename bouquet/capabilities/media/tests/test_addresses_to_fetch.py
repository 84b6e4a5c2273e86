"""Import never reaches the house's own network, whatever a member types and whatever name servers say."""

from __future__ import annotations

import ipaddress
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouquet.capabilities.media.engine.fetching.addresses import (
    Forbidden,
    is_public,
    public_addresses,
    require_address,
)
from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport

PORTS = (80, 443)
PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "100.127.255.255", "224.0.0.1", "239.255.255.255", "255.255.255.255", "192.0.0.8", "198.18.0.1",
    "192.0.2.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "192.88.99.1",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1",
    "::127.0.0.1", "fec0::1", "100::1", "5f00::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4007:80e::200e"])
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


INSIDE = [ipaddress.ip_network(block) for block in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")]


@given(st.sampled_from(INSIDE), st.integers(min_value=0), st.sampled_from(["{}", "::ffff:{}", "64:ff9b::{}", "::{}"]))
def test_a_private_address_is_refused_however_it_is_written(block: Any, number: int, form: str) -> None:
    inner = block[number % block.num_addresses]
    assert not is_public(form.format(inner))


@given(st.ip_addresses(v=6))
def test_what_is_public_is_global_in_every_view(address: ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.text(max_size=60))
def test_no_text_makes_the_check_fall_over(text: str) -> None:
    try:
        require_address(text, ports=PORTS)
    except Forbidden:
        return
    assert text.partition("://")[0].lower() in {"http", "https"}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://example.org/film.mp4", Forbidden.SCHEME),
        ("file:///etc/passwd", Forbidden.SCHEME),
        ("gopher://example.org/", Forbidden.SCHEME),
        ("//example.org/film.mp4", Forbidden.SCHEME),
        ("film.mp4", Forbidden.SCHEME),
        ("https:///film.mp4", Forbidden.MALFORMED),
        ("https://user:secret@example.org/film.mp4", Forbidden.MALFORMED),
        ("https://example.org:22/film.mp4", Forbidden.PORT),
        ("http://example.org:6379/", Forbidden.PORT),
        ("https://example.org:0/", Forbidden.PORT),
        ("https://example.org:99999/", Forbidden.MALFORMED),
        ("https://example.org/\r\nHost: x", Forbidden.MALFORMED),
        ("https://example.org\\@127.0.0.1/", Forbidden.MALFORMED),
        ("https://[::1/film.mp4", Forbidden.MALFORMED),
    ],
)
def test_addresses_that_are_none_are_refused_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(Forbidden) as refused:
        require_address(address, ports=PORTS)
    assert refused.value.reason == reason


def test_one_private_address_among_public_ones_is_refused() -> None:
    with pytest.raises(Forbidden):
        public_addresses("example.org", 443, lambda host, port: ["1.1.1.1", "127.0.0.1"])


class Noted(httpx.BaseTransport):
    """Answers everything and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(200, content=b"film")


def guarded(*answers: list[str]) -> tuple[GuardedTransport, Noted]:
    noted, told = Noted(), list(answers)
    return GuardedTransport(ports=PORTS, resolve=lambda host, port: told.pop(0), inner=lambda: noted), noted


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    transport, noted = guarded(["93.184.215.14"], ["127.0.0.1"])
    transport.handle_request(httpx.Request("GET", "https://film.example/a.mp4"))
    [asked] = noted.asked
    assert asked.url.host == "93.184.215.14"
    assert asked.headers["host"] == "film.example"
    assert asked.extensions["sni_hostname"] == "film.example"


def test_a_name_that_changes_its_mind_is_refused_at_the_second_look() -> None:
    transport, noted = guarded(["93.184.215.14"], ["127.0.0.1"])
    transport.handle_request(httpx.Request("GET", "https://film.example/a.mp4"))
    with pytest.raises(Forbidden):
        transport.handle_request(httpx.Request("GET", "https://film.example/a.mp4"))
    assert len(noted.asked) == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "017700000001", "localhost", "[::1]"]
)
def test_spellings_of_this_machine_are_refused(host: str) -> None:
    noted = Noted()
    transport = GuardedTransport(ports=PORTS, inner=lambda: noted)
    with pytest.raises(Forbidden):
        transport.handle_request(httpx.Request("GET", f"http://{host}/"))
    assert noted.asked == []


def test_an_address_that_does_not_answer_gives_way_to_the_next() -> None:
    class HalfDead(Noted):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host == "1.1.1.1":
                raise httpx.ConnectError("no")
            return super().handle_request(request)

    noted = HalfDead()
    transport = GuardedTransport(ports=PORTS, resolve=lambda host, port: ["1.1.1.1", "8.8.8.8"], inner=lambda: noted)
    assert transport.handle_request(httpx.Request("GET", "http://film.example/")).status_code == 200
    assert noted.asked[0].url.host == "8.8.8.8"
