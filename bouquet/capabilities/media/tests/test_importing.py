"""A file fetched from an address: once, within bounds, going on where it broke off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.test import Client

from bouquet.capabilities.accounts.models import Account
from bouquet.capabilities.media import policies
from bouquet.capabilities.media.actions import fetching, importing
from bouquet.capabilities.media.actions.ticketing import upload_ticket
from bouquet.capabilities.media.engine.fetching import fetching as client
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.fetching.transport import GuardedTransport
from bouquet.capabilities.media.models import Asset, Import
from bouquet.foundation.storage.store import store

FILM = bytes(range(256)) * 40
Handler = Callable[[httpx.Request], httpx.Response]


def web(handler: Handler) -> Callable[[], GuardedTransport]:
    """The Internet, where every name is a public address and `handler` answers."""
    return lambda: GuardedTransport(
        ports=(80, 443), resolve=lambda host, port: ["93.184.215.14"], inner=lambda: httpx.MockTransport(handler)
    )


def film(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(FILM), headers={"content-type": "video/mp4"})


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_ATTEMPTS", 3)
    monkeypatch.setattr(client.fetch, "__kwdefaults__", {"wait": lambda seconds: None})


@pytest.fixture
def wanted(var: Path, ines: Account) -> Import:
    return importing.ask_import(account=ines, address="https://film.example/vacances%20d.mp4", purpose="videos.new")


def fetch(wanted: Import, handler: Handler, job: str = "one") -> Import:
    fetching.fetch(wanted.pk, job=job, transport=web(handler))
    wanted.refresh_from_db()
    return wanted


def test_a_file_becomes_an_asset_of_the_member(wanted: Import, ines: Account) -> None:
    fetch(wanted, film)
    asset = Asset.objects.get()
    assert (wanted.state, wanted.asset) == ("done", asset)
    assert (asset.owner, asset.purpose, asset.origin, asset.file_name) == (
        ines,
        "videos.new",
        "import",
        "vacances d.mp4",
    )
    assert store().read_bytes(asset.original) == FILM


def test_fetching_twice_makes_one_asset(wanted: Import) -> None:
    fetch(wanted, film)
    Import.objects.update(state="fetching", asset=None)
    fetch(wanted, lambda request: pytest.fail("it is here already"), job="two")
    assert Asset.objects.count() == 1
    assert wanted.state == "done"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="a b.mov"', "a b.mov"),
        ("attachment; filename*=UTF-8''%C3%A9t%C3%A9.mov", "été.mov"),
        ('attachment; filename="../../x.mov"', "x.mov"),
    ],
)
def test_the_servers_name_for_the_file_is_kept(wanted: Import, disposition: str, name: str) -> None:
    headers = {"content-type": "video/mp4", "content-disposition": disposition}
    fetch(wanted, lambda request: httpx.Response(200, stream=httpx.ByteStream(FILM), headers=headers))
    assert Asset.objects.get().file_name == name


def test_redirects_are_followed_thrice_and_no_more(wanted: Import) -> None:
    def leads_on(request: httpx.Request) -> httpx.Response:
        step = int(request.url.params.get("step", "0"))
        return film(request) if step == 3 else httpx.Response(302, headers={"location": f"/x.mp4?step={step + 1}"})

    assert fetch(wanted, leads_on).state == "done"


def test_a_redirect_without_end_is_given_up(wanted: Import) -> None:
    fetch(wanted, lambda request: httpx.Response(302, headers={"location": "/again"}))
    assert (wanted.state, wanted.error_code) == ("failed", "too_many_redirects")


@pytest.mark.parametrize(
    ("location", "code"),
    [("file:///etc/passwd", "bad_scheme"), ("http://film.example:22/", "bad_port"), ("http://a:b@c/", "bad_address")],
)
def test_a_redirect_passes_the_same_guard(wanted: Import, location: str, code: str) -> None:
    fetch(wanted, lambda request: httpx.Response(302, headers={"location": location}))
    assert wanted.state == "failed"
    assert wanted.error_code in {code, "unreachable"}
    assert not Asset.objects.exists()


def test_a_redirect_into_the_own_network_is_refused(wanted: Import) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "inside.example" else ["93.184.215.14"]

    inner = httpx.MockTransport(lambda request: httpx.Response(302, headers={"location": "http://inside.example/x"}))
    transport = GuardedTransport(ports=(80, 443), resolve=resolve, inner=lambda: inner)
    fetching.fetch(wanted.pk, job="one", transport=lambda: transport)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.error_code) == ("failed", "private_address")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(404), "status"),
        (httpx.Response(200, html="<p>page</p>"), "not_a_file"),
        (httpx.Response(200, json={}), "not_a_file"),
        (httpx.Response(200, headers={"content-type": "video/mp4", "content-length": "99999999"}), "too_large"),
        (httpx.Response(200, stream=httpx.ByteStream(FILM * 2), headers={"content-type": "video/mp4"}), "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_film_is_refused_with_the_reason(
    wanted: Import, answer: httpx.Response, code: str, settings: Any, var: Path
) -> None:
    settings.BOUQUET_MAX_UPLOAD_BYTES = 15_000
    fetch(wanted, lambda request: answer)
    assert (wanted.state, wanted.error_code) == ("failed", code)
    assert wanted.error_sentence()
    assert list((var / "imports").iterdir()) == []


def test_a_body_without_a_length_is_cut_off_at_the_limit(wanted: Import, settings: Any) -> None:
    settings.BOUQUET_MAX_UPLOAD_BYTES = 15_000

    def endless() -> Iterator[bytes]:
        for _ in range(1_000_000):
            yield b"x" * 1000

    fetch(wanted, lambda request: httpx.Response(200, content=endless(), headers={"content-type": "video/mp4"}))
    assert wanted.error_code == "too_large"


def test_a_broken_line_goes_on_where_it_broke(wanted: Import) -> None:
    asked: list[str] = []

    def breaks_once(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("range", ""))
        common = {"content-type": "video/mp4", "etag": '"v1"'}
        if not asked[-1]:
            return httpx.Response(
                200, stream=httpx.ByteStream(FILM[:5000]), headers={**common, "content-length": str(len(FILM))}
            )
        assert request.headers["if-range"] == '"v1"'
        rest = {"content-range": f"bytes 5000-{len(FILM) - 1}/{len(FILM)}"}
        return httpx.Response(206, stream=httpx.ByteStream(FILM[5000:]), headers={**common, **rest})

    fetch(wanted, breaks_once)
    assert asked == ["", "bytes=5000-"]
    assert store().read_bytes(Asset.objects.get().original) == FILM


def test_a_file_that_changed_meanwhile_is_fetched_anew(wanted: Import) -> None:
    def changes(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": "video/mp4", "etag": '"v1"', "content-length": str(len(FILM))}
        if "range" not in request.headers:
            return httpx.Response(200, stream=httpx.ByteStream(FILM[:5000]), headers=headers)
        return httpx.Response(200, stream=httpx.ByteStream(FILM[::-1]), headers=headers)

    fetch(wanted, changes)
    assert store().read_bytes(Asset.objects.get().original) == FILM[::-1]


def test_a_server_that_is_gone_is_said(wanted: Import) -> None:
    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    assert fetch(wanted, gone).error_code == "unreachable"


def test_what_nobody_foresaw_ends_it_too_and_is_for_the_operator_to_see(wanted: Import, var: Path) -> None:
    def breaks(request: httpx.Request) -> httpx.Response:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fetch(wanted, breaks)
    wanted.refresh_from_db()
    assert (wanted.state, wanted.error_code) == ("failed", "fault")
    assert "disk" not in wanted.error_sentence()


def test_the_disk_floor_ends_it(wanted: Import, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BOUQUET_FREE_SPACE_FLOOR_BYTES = 1 << 60
    assert fetch(wanted, film).error_code == "no_space"


def test_two_jobs_never_fetch_the_same(wanted: Import) -> None:
    def another_comes(request: httpx.Request) -> httpx.Response:
        fetching.fetch(wanted.pk, job="two", transport=web(lambda inner: pytest.fail("one is at it")))
        return film(request)

    assert fetch(wanted, another_comes).state == "done"


def test_a_member_asks_for_five_at_once_at_most(wanted: Import, ines: Account) -> None:
    for _ in range(4):
        importing.ask_import(account=ines, address="https://film.example/x.mp4", purpose="videos.new")
    with pytest.raises(policies.CannotReceive):
        importing.ask_import(account=ines, address="https://film.example/x.mp4", purpose="videos.new")


def test_a_private_scheme_is_refused_before_anything_is_written(ines: Account, var: Path) -> None:
    with pytest.raises(Forbidden):
        importing.ask_import(account=ines, address="file:///etc/passwd", purpose="videos.new")
    assert not Import.objects.exists()


def test_the_form_takes_an_address_and_shows_how_far_it_is(client: Client, ines: Account, var: Path) -> None:
    client.force_login(ines)
    sent = {"ticket": upload_ticket(ines, purpose="videos.new"), "address": "https://film.example/x.mp4"}
    page = client.post("/imports/", sent, headers={"HX-Request": "true"})
    wanted = Import.objects.get()
    assert page.status_code == 200
    assert f"/imports/{wanted.pk}/" in page.content.decode()
    assert client.get(f"/imports/{wanted.pk}/").status_code == 200


def test_an_import_that_failed_is_told_until_its_reason_was_read(
    client: Client, wanted: Import, ines: Account, lea: Account
) -> None:
    Import.objects.filter(pk=wanted.pk).update(state=Import.State.FAILED, error_code="unknown_host")
    client.force_login(lea)
    assert f"import-{wanted.pk}" not in client.get("/publish").content.decode()
    client.force_login(ines)
    page = client.get("/publish").content.decode()
    assert f"import-{wanted.pk}" in page
    assert wanted.address in page
    client.post(f"/imports/{wanted.pk}/ecarter/")
    assert f"import-{wanted.pk}" not in client.get("/publish").content.decode()


def test_an_import_stays_listed_when_a_second_is_asked_for(client: Client, wanted: Import, ines: Account) -> None:
    client.force_login(ines)
    sent = {"ticket": upload_ticket(ines, purpose="videos.new"), "address": "https://film.example/x.mp4"}
    page = client.post("/imports/", sent, headers={"HX-Request": "true"}).content.decode()
    assert all(f'id="import-{one.pk}"' in page for one in Import.objects.all())


def test_the_form_says_what_is_wrong_in_the_members_language(client: Client, ines: Account, var: Path) -> None:
    client.force_login(ines)
    sent = {"ticket": upload_ticket(ines, purpose="videos.new"), "address": "ftp://film.example/x.mp4"}
    assert "commence par https://" in client.post("/imports/", sent).content.decode()
    assert "begins with https://" in client.post("/en/imports/", sent).content.decode()
    assert not Import.objects.exists()


def test_a_ticket_of_another_member_opens_nothing(client: Client, ines: Account, karim: Account, var: Path) -> None:
    client.force_login(karim)
    sent = {"ticket": upload_ticket(ines, purpose="videos.new"), "address": "https://film.example/x.mp4"}
    assert client.post("/imports/", sent).status_code == 422
    assert not Import.objects.exists()


def test_nobody_sees_or_dismisses_the_import_of_another(client: Client, wanted: Import, lea: Account) -> None:
    client.force_login(lea)
    assert client.get(f"/imports/{wanted.pk}/").status_code == 404
    assert client.post(f"/imports/{wanted.pk}/ecarter/").status_code == 404


def test_a_stuck_import_is_put_back(wanted: Import, travel: Any) -> None:
    from datetime import timedelta

    from bouquet.capabilities.media.actions.rescuing import stuck_imports

    assert list(stuck_imports()) == []
    with travel(timedelta(seconds=90)):
        assert list(stuck_imports()) == [wanted]
        assert list(stuck_imports()) == []


def test_a_server_that_drips_does_not_keep_a_worker(wanted: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then never times out by itself: 29 s between two of a hundred million."""
    passed, sent = [1000.0], []
    monkeypatch.setattr("time.monotonic", lambda: passed[0])

    class Drips(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(20_000):
                passed[0] += 29
                sent.append(1)
                yield b"x"

    fetch(wanted, lambda request: httpx.Response(200, stream=Drips(), headers={"content-type": "video/mp4"}))
    assert (wanted.state, wanted.error_code) == ("failed", "too_slow")
    assert len(sent) < 10


def test_a_length_nobody_can_count_to_is_not_believed(wanted: Import) -> None:
    headers = {"content-type": "video/mp4", "content-length": "9" * 5000}
    fetch(wanted, lambda request: httpx.Response(200, stream=httpx.ByteStream(FILM), headers=headers))
    assert wanted.state == "done"
