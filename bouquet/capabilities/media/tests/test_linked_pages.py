"""Links unfold: what a page says of itself is asked for by a job, once, and never from inside our own network."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpcore
import pytest
from PIL import Image

from bouquet.capabilities.media.actions import linked_pages
from bouquet.capabilities.media.engine.fetching.addresses import Forbidden
from bouquet.capabilities.media.engine.fetching.failures import NotFetched
from bouquet.capabilities.media.engine.pages import asking
from bouquet.capabilities.media.engine.pages.asking import Deadline, GuardedBackend
from bouquet.capabilities.media.models import LinkedPage
from bouquet.capabilities.media.tests.test_page_facts import PAGE
from bouquet.foundation.events.models import AnnouncedEvent
from bouquet.foundation.storage.store import store

HTML = {"text/html": 600_000}


class Web(httpcore.NetworkBackend):
    """Name servers and servers of a test: `names` give numbers (one list a look-up), `pages` what they answer."""

    def __init__(self, names: dict[str, list[list[str]]] | None = None) -> None:
        self.names = {"phare.example": [["93.184.215.14"]], **(names or {})}
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []

    def answer(self, path: str, content: bytes, kind: str = "text/html", *, status: int = 200, **headers: str) -> None:
        lines = [f"HTTP/1.1 {status} x", f"content-length: {len(content)}", f"content-type: {kind}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.pages[path] = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + content

    def resolve(self, host: str, port: int) -> Sequence[str]:
        found = self.names.get(host)
        if not found:
            raise OSError("no such name")
        return found.pop(0) if len(found) > 1 else found[0]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Line(self, host)

    def backend(self, seconds: float = 5) -> GuardedBackend:
        return GuardedBackend(ports=(80, 443), deadline=Deadline(seconds), resolve=self.resolve, inner=self)


class _Line(httpcore.NetworkStream):
    def __init__(self, web: Web, number: str) -> None:
        self.web, self.number, self.heard = web, number, b""
        self.said = io.BytesIO()

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.heard += buffer
        if self.heard.endswith(b"\r\n\r\n"):
            path = self.heard.split(b" ")[1].decode()
            self.web.asked.append((self.number, path))
            self.said = io.BytesIO(self.web.pages.get(path, b"HTTP/1.1 404 x\r\ncontent-length: 0\r\n\r\n"))
            self.heard = b""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.said.read(max_bytes)

    def close(self) -> None:
        pass

    def start_tls(self, *args: Any, **more: Any) -> httpcore.NetworkStream:
        return self

    def get_extra_info(self, info: str) -> Any:
        return None


@pytest.fixture
def web() -> Web:
    web = Web()
    web.answer("/une-nuit", PAGE, "text/html; charset=utf-8")
    web.answer("/pictures/port.png", picture(), "image/png")
    return web


@pytest.fixture
def read(web: Web, var: Path, db: None) -> Callable[[str], LinkedPage]:
    """`read(address)`: asked, and the job done."""

    def run(address: str) -> LinkedPage:
        page = linked_pages.ask(address)
        linked_pages.read(page.pk, backend=web.backend)
        page.refresh_from_db()
        return page

    return run


def picture(size: tuple[int, int] = (1000, 500)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, "PNG")
    return file.getvalue()


# How they are asked


def test_a_page_and_its_picture_are_kept_with_us(read: Callable[[str], LinkedPage], web: Web) -> None:
    page = read("https://PHARE.example/une-nuit#part")
    assert page.is_known
    assert page.address == "https://phare.example/une-nuit"
    card = page.to_card()
    assert (card["title"], card["site"]) == ("Une nuit & un port", "Le Phare")
    kept = [f"private/{card['picture']['key']}/{width}.webp" for width in (320, 640, 1000)]
    assert sorted(store().keys(f"private/{card['picture']['key']}")) == sorted(kept)
    assert list(store().keys("public")) == [], "a link in a closed tribe is nobody else's business"
    assert [path for _, path in web.asked] == ["/une-nuit", "/pictures/port.png"]


def test_a_page_is_asked_once_for_all_who_link_to_it(read: Callable[[str], LinkedPage], web: Web, travel: Any) -> None:
    page = read("https://phare.example/une-nuit")
    assert read("https://phare.example/une-nuit#other") == page
    assert len(web.asked) == 2
    with travel(timedelta(days=8)):
        before = page.picture["key"]
        page = read("https://phare.example/une-nuit")
        assert len(web.asked) == 4, "a week later it may say something else"
        assert page.picture["key"] != before


def test_a_page_that_says_nothing_is_left_alone_for_an_hour(
    read: Callable[[str], LinkedPage], web: Web, travel: Any
) -> None:
    assert read("https://phare.example/gone").state == LinkedPage.State.SILENT
    read("https://phare.example/gone")
    assert len(web.asked) == 1
    web.answer("/gone", b"<title>Back</title>")
    with travel(timedelta(hours=2)):
        assert read("https://phare.example/gone").title == "Back"


def test_what_was_known_of_a_page_stays_when_it_falls_silent(
    read: Callable[[str], LinkedPage], web: Web, travel: Any
) -> None:
    read("https://phare.example/une-nuit")
    web.pages.clear()
    with travel(timedelta(days=8)):
        page = read("https://phare.example/une-nuit")
    assert page.is_known
    assert page.title == "Une nuit & un port"
    assert page.picture


@pytest.mark.django_db
def test_asking_happens_in_a_job_and_only_once_at_a_time(web: Web) -> None:
    for _ in range(3):
        linked_pages.ask("https://phare.example/une-nuit")
    assert web.asked == []
    assert AnnouncedEvent.objects.filter(name="media.LinkedPageAsked").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://phare.example/",
        "https://a:b@phare.example/",
        "http://phare.example:22/",
        "x",
        "http://[",
    ],
)
def test_what_is_no_page_is_not_asked(address: str) -> None:
    with pytest.raises(linked_pages.CannotUnfold):
        linked_pages.ask(address)
    assert not LinkedPage.objects.exists()


@pytest.mark.parametrize(
    "names", [["127.0.0.1"], ["169.254.169.254"], ["93.184.215.14", "10.0.0.1"], ["::1"], ["::ffff:127.0.0.1"]]
)
def test_no_name_leads_inside(names: list[str], web: Web) -> None:
    web.names["inside.example"] = [names]
    with pytest.raises(Forbidden):
        asking.ask("http://inside.example/une-nuit", backend=web.backend(), limits=HTML)
    assert web.asked == []


@pytest.mark.parametrize(
    "number", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://169.254.169.254/latest"]
)
def test_no_redirect_leads_inside(number: str, web: Web) -> None:
    web.answer("/away", b"", status=302, location=number)
    web.names.update({"127.0.0.1": [["127.0.0.1"]], "::1": [["::1"]], "2130706433": [["127.0.0.1"]]})
    web.names["169.254.169.254"] = [["169.254.169.254"]]
    with pytest.raises(Forbidden):
        asking.ask("http://phare.example/away", backend=web.backend(), limits=HTML)
    assert web.asked == [("93.184.215.14", "/away")]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://phare.example/", "http://x:y@phare.example/"]
)
def test_a_redirect_leads_to_the_web_only(target: str, web: Web) -> None:
    web.answer("/away", b"", status=301, location=target)
    with pytest.raises(Forbidden):
        asking.ask("http://phare.example/away", backend=web.backend(), limits=HTML)


def test_a_name_that_changes_between_two_looks_is_looked_up_once(web: Web) -> None:
    """DNS rebinding: the number that was checked is the number that is asked."""
    web.names["rebinding.example"] = [["93.184.215.14"], ["127.0.0.1"]]
    asking.ask("http://rebinding.example/une-nuit", backend=web.backend(), limits=HTML)
    assert web.asked == [("93.184.215.14", "/une-nuit")]


def test_redirects_end(web: Web) -> None:
    web.answer("/round", b"", status=302, location="/round")
    with pytest.raises(NotFetched) as refused:
        asking.ask("http://phare.example/round", backend=web.backend(), limits=HTML)
    assert refused.value.code == NotFetched.TOO_MANY_REDIRECTS
    assert len(web.asked) == asking.MOST_REDIRECTS + 1


def test_a_picture_inside_is_not_fetched_but_the_page_unfolds(read: Callable[[str], LinkedPage], web: Web) -> None:
    web.names["inside.example"] = [["10.0.0.7"]]
    web.answer("/trap", b'<title>Trap</title><meta property="og:image" content="http://inside.example/admin">')
    page = read("https://phare.example/trap")
    assert (page.title, page.picture) == ("Trap", {})
    assert [number for number, _ in web.asked] == ["93.184.215.14"]


def test_a_huge_page_is_read_at_its_beginning_only(web: Web) -> None:
    web.answer("/huge", PAGE + b" " * 5_000_000)
    assert len(asking.ask("http://phare.example/huge", backend=web.backend(), limits=HTML).content) == 600_000


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_packed_page_unpacks_no_further_than_is_wanted(coding: str, web: Web) -> None:
    whole = PAGE + b"\x00" * 50_000_000
    web.answer("/bomb", gzip.compress(whole) if coding == "gzip" else zlib.compress(whole), content_encoding=coding)
    content = asking.ask("http://phare.example/bomb", backend=web.backend(), limits=HTML).content
    assert len(content) == 600_000
    assert content.startswith(PAGE)


def test_what_is_neither_page_nor_picture_is_left(read: Callable[[str], LinkedPage], web: Web) -> None:
    web.answer("/film", b"x" * 100, "video/mp4")
    web.answer("/broken", b"not gzip", content_encoding="gzip")
    web.answer("/fake", b"<svg/>", "image/png")
    web.pages["/nonsense"] = b"\x00\x01\x02\r\n\r\n"
    for path in ("film", "broken", "nonsense"):
        assert read(f"https://phare.example/{path}").state == LinkedPage.State.SILENT
    assert read("https://phare.example/fake").picture == {}


def test_a_picture_by_itself_unfolds_as_one(read: Callable[[str], LinkedPage]) -> None:
    page = read("https://phare.example/pictures/port.png")
    assert (page.title, page.site_name) == ("port.png", "phare.example")
    assert page.picture["width"] == 1000


def test_a_picture_that_counts_visitors_is_left_out(read: Callable[[str], LinkedPage], web: Web) -> None:
    web.answer("/pictures/port.png", picture((1, 1)), "image/png")
    page = read("https://phare.example/une-nuit")
    assert page.is_known
    assert page.picture == {}


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that sends one more header every twentieth of a second, for ever; its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def drip() -> None:
        line, _ = listener.accept()
        with line:
            try:
                line.sendall(b"HTTP/1.1 200 OK\r\n")
                while not is_over.wait(0.05):
                    line.sendall(b"x-more: 1\r\n")
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    yield listener.getsockname()[1]
    is_over.set()
    thread.join()
    listener.close()


def test_a_server_that_drips_its_headers_holds_nobody(dripping: int) -> None:
    class Local(httpcore.SyncBackend):
        def connect_tcp(self, host: str, port: int, *args: Any, **more: Any) -> httpcore.NetworkStream:
            return super().connect_tcp("127.0.0.1", dripping, *args, **more)

    backend = GuardedBackend(
        ports=(80,), deadline=Deadline(0.5), resolve=lambda host, port: ["93.184.215.14"], inner=Local()
    )
    began = time.monotonic()
    with pytest.raises(NotFetched) as refused:
        asking.ask("http://slow.example/", backend=backend, limits=HTML)
    assert refused.value.code == NotFetched.TOO_SLOW
    assert time.monotonic() - began < 5


def test_pages_nobody_links_to_go_after_a_month(
    read: Callable[[str], LinkedPage], travel: Any, committed: Callable[[], AbstractContextManager[None]]
) -> None:
    read("https://phare.example/une-nuit")
    linked_pages.forget_unlinked()
    assert LinkedPage.objects.exists()
    with travel(timedelta(days=31)), committed():
        linked_pages.forget_unlinked()
    assert not LinkedPage.objects.exists()
    assert list(store().keys("private")) == []
