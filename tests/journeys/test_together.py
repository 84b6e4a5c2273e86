"""A room watches one video in step, and takes orders; programs speak there."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.journeys.playing import wait_until_plays
from tests.network import RunningNetwork

HOST = "shaaz.m6.localhost"
DRIFT_SECONDS = 0.5
Sitting = Callable[..., Page]


@pytest.fixture
def sit_down(network: RunningNetwork, browser: Browser, sign_in: SignIn) -> Iterator[Sitting]:
    """`sit_down("ines", path)`: a browser of her own, at that page."""
    contexts: list[BrowserContext] = []

    def sit_down(handle: str, path: str) -> Page:
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
        contexts.append(context)
        page = context.new_page()
        sign_in(handle, at=HOST, in_page=page)
        page.goto(network.at(path, host=HOST))
        return page

    yield sit_down
    for context in contexts:
        context.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.get_by_label("Votre message").press("Enter")


def player_in(page: Page) -> Frame:
    frame = page.locator(".together iframe").element_handle().content_frame()
    assert frame is not None
    return frame


def stands(frame: Frame) -> tuple[float, float, bool]:
    """When it was looked at (seconds of this machine's clock), where the film stood, whether it stood still."""
    told = frame.evaluate(
        "(() => { const film = document.querySelector('.player video');"
        " return [Date.now() / 1000, film.currentTime, film.paused]; })()"
    )
    return told[0], told[1], told[2]


def drift(one: Frame, other: Frame) -> float:
    """How far apart two players are, in seconds of the film: each is asked at its own moment."""
    (first_at, first, is_still), (second_at, second, _) = stands(one), stands(other)
    passed = 0.0 if is_still else second_at - first_at
    return abs(second - first - passed)


def by_hand(page: Page, what: str) -> None:
    """As the controls of the player do it."""
    player_in(page).evaluate(f"void (document.querySelector('.player video').{what})")


def go_to(page: Page, seconds: int) -> None:
    """Likewise, and on from there: a slow machine may have come to the end of a short film meanwhile."""
    by_hand(page, f"currentTime = {seconds}")
    by_hand(page, "play()")


def in_step(first: Page, second: Page, *, still: bool, near: float | None = None) -> float:
    """Waits until both do the same (somewhere `near`), then watches for three seconds: the largest distance."""
    one, other = player_in(first), player_in(second)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        states = [stands(frame) for frame in (one, other)]
        there = near is None or all(abs(place - near) < 5 for _, place, _ in states)
        if all(is_still == still for _, _, is_still in states) and there and drift(one, other) < DRIFT_SECONDS:
            break
        time.sleep(0.2)
    else:
        raise AssertionError(f"they never came into step: {states}")
    worst = 0.0
    for _ in range(12):
        worst = max(worst, drift(one, other))
        time.sleep(0.25)
    return worst


@pytest.fixture
def film(network: RunningNetwork, shared_media: Path) -> str:
    """The address of a video of Inès's that everybody may watch."""
    network.call("open_account", handle="ines")
    told = network.call("publish", path=str(shared_media / FILM), handle="ines", title="Le port au matin")
    return str(told["address"])


FILM = "bbb_480p_30s_51audio.mp4"


def test_two_browsers_watch_one_film_in_step(network: RunningNetwork, sit_down: Sitting, film: str) -> None:
    code = network.call("open_talk", name="Ciné-club", by="ines", others=["karim"])
    ines, karim = (sit_down(handle, f"/rooms/{code}") for handle in ("ines", "karim"))
    for page in (ines, karim):
        expect(page.locator("[data-ready]")).to_be_attached()

    # The host begins: her own player opens by itself. She waits for the other, who comes by a button.
    say(ines, f"/regarder {film}")
    expect(ines.locator(".together iframe")).to_be_visible()
    expect(karim.get_by_text("diffuse la vidéo pour tout le monde")).to_be_visible()
    wait_until_plays(player_in(ines), past=1)
    by_hand(ines, "pause()")
    karim.get_by_role("button", name="Regarder avec les autres").click()
    expect(karim.locator(".together iframe")).to_be_visible()
    wait_until_plays(player_in(karim), past=0.5)
    assert in_step(ines, karim, still=True) < 0.2, "paused"

    # She plays on, and looks for a passage, with the player's own controls.
    go_to(ines, 2)
    assert in_step(ines, karim, still=False) < DRIFT_SECONDS, "plays"
    go_to(ines, 8)
    assert in_step(ines, karim, still=False, near=10) < DRIFT_SECONDS, "sought"

    # Who is not the host strays alone, and comes back.
    go_to(ines, 4)
    assert in_step(ines, karim, still=False, near=6) < DRIFT_SECONDS, "sought again"
    by_hand(karim, "pause()")
    expect(karim.get_by_role("button", name="Se remettre en phase")).to_be_visible()
    assert not stands(player_in(ines))[2]
    go_to(ines, 3)
    karim.get_by_role("button", name="Se remettre en phase").click()
    assert in_step(ines, karim, still=False, near=5) < DRIFT_SECONDS, "back in step"

    # Whoever comes while it plays finds the place; ended, it is gone for everybody.
    go_to(ines, 1)
    karim.reload()
    karim.get_by_role("button", name="Regarder avec les autres").click()
    expect(karim.locator(".together iframe")).to_be_visible()
    wait_until_plays(player_in(karim), past=2)
    assert in_step(ines, karim, still=False) < DRIFT_SECONDS, "came late"
    ines.get_by_role("button", name="Terminer pour tout le monde").click()
    for page in (ines, karim):
        expect(page.locator(".together")).to_be_hidden()


def test_orders_are_offered_carried_out_and_answered(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="Le bureau", by="ines", others=["karim"])
    ines = sit_down("ines", f"/rooms/{code}")
    expect(ines.locator("[data-ready]")).to_be_attached()
    field = ines.get_by_label("Votre message")
    field.press_sequentially("/suj")
    expect(ines.get_by_role("option")).to_have_count(1)
    field.press("Tab")
    expect(field).to_have_value("/sujet ")
    field.press_sequentially("On range")
    field.press("Enter")
    expect(ines.get_by_text("Voilà de quoi parle le salon")).to_be_visible()
    expect(ines.locator(".talk-title")).to_contain_text("On range")
    say(ines, "/danse")
    expect(ines.get_by_text("Il n’y a pas de commande /danse ici")).to_be_visible()
    page_is_accessible(ines)


def test_a_bot_is_made_and_speaks_at_once(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="La station", by="ines", others=["karim"])
    ines, karim = sit_down("ines", f"/rooms/{code}/bots"), sit_down("karim", f"/rooms/{code}")
    ines.get_by_label("Nom du robot").fill("Météo")
    ines.get_by_role("button", name="Créer le robot").click()
    ines.get_by_role("button", name="Créer une adresse").click()
    address = ines.get_by_role("textbox", name="Son adresse secrète").input_value()
    page_is_accessible(ines)
    body = json.dumps({"text": "Il pleut à **Douarnenez**."}).encode()
    posted = urllib.request.Request(
        address.replace(HOST, "127.0.0.1"), body, {"Content-Type": "application/json", "Host": f"{HOST}:{network.port}"}
    )
    with urllib.request.urlopen(posted) as answer:
        assert answer.status == 200
    expect(karim.locator(".bubble", has_text="Il pleut à Douarnenez.")).to_be_visible()
    expect(karim.locator(".said-bot", has_text="Robot")).to_be_visible()
