"""From play to a view in the author's statistics: real beacons, the real journal, counted by the keeper."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import playing
from tests.journeys.conftest import SignIn
from tests.network import RunningNetwork

# What a person's browser says; the one the tests drive says that it has no screen.
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PATIENCE_SECONDS = 60


@pytest.fixture
def film(network: RunningNetwork, shared_media: Path) -> dict[str, str]:
    """A few seconds by Noé, of which half are enough for a view."""
    network.call("open_account", handle="noe")
    made = network.call("publish", path=str(shared_media / "iphone6_portrait_gps_4s.mov"), handle="noe")
    address = str(made["address"])
    code = address.split("/v/")[1].split("/")[0]
    return {"address": address, "statistics": network.at(f"/studio/{code}/statistics")}


@pytest.fixture
def person(browser: Browser) -> Iterator[Page]:
    """A page of somebody without an account."""
    context = browser.new_context(user_agent=PERSON, locale="fr-FR", timezone_id="Europe/Paris")
    page = context.new_page()
    # What a browser says while its page goes is often lost: a view may not hang on it.
    page.add_init_script("navigator.sendBeacon = () => true")
    yield page
    context.close()


def _watch(page: Page, address: str) -> None:
    """Press play at the beginning, see more than half, and go elsewhere."""
    page.goto(f"{address}?t=0")
    playing.start(page)
    playing.wait_until_plays(page, past=3)
    page.goto("about:blank")


def _wait_for(author: Page, address: str, wanted: dict[str, str]) -> None:
    """The author looks at the statistics until they say what is wanted."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    told: dict[str, str] = {}
    while time.monotonic() < deadline:
        author.goto(address)
        pairs = author.locator("main").evaluate(
            """main => [...main.querySelectorAll('.tile, table:not(details table) tbody tr')].map(
                 row => [...row.querySelectorAll('dt, dd, th, td')].slice(0, 2).map(cell => cell.textContent.trim()))"""
        )
        told = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
        if all(told.get(name) == value for name, value in wanted.items()):
            return
        time.sleep(0.3)
    raise AssertionError(f"{wanted} expected after {PATIENCE_SECONDS} s, the statistics say {told}")


def test_a_play_becomes_a_view_its_author_can_explain(
    page: Page, person: Page, film: dict[str, str], sign_in: SignIn
) -> None:
    _watch(person, film["address"])
    # The tests' own browser, and nobody is signed in yet.
    _watch(page, film["address"])
    sign_in("noe")
    _wait_for(page, film["statistics"], {"Vues comptées": "1", "Lue par un programme": "1"})
    _watch(person, film["address"])
    _watch(page, film["address"])
    _wait_for(
        page,
        film["statistics"],
        {"Vues comptées": "1", "Déjà comptée pour cette personne dans l’heure": "1", "Lue par un programme": "2"},
    )
