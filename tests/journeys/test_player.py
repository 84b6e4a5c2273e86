"""The player: nothing heavy before someone wants to see, every control by keyboard, the place remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import page_is_accessible
from tests.network import RunningNetwork

PLAYING = "() => { const v = document.querySelector('video'); return !v.paused && v.currentTime > 0.2 }"
PAUSED_PAST_13 = (
    "() => { const v = document.querySelector('video'); if (v.currentTime > 13) v.pause(); return v.currentTime > 13 }"
)
# However late a busy machine asks: a video says it plays before it has gone on.
NOTE_WHERE_IT_BEGINS = (
    "document.addEventListener('playing', event => { window.beganAt ??= event.target.currentTime }, true)"
)
SECONDS = "() => document.querySelector('video').currentTime"


@pytest.fixture(scope="module")
def film(network: RunningNetwork, shared_media: Path) -> str:
    """The address of thirty seconds in three qualities, by Inès."""
    network.call("open_account", handle="ines")
    made = network.call("publish", path=str(shared_media / "bbb_480p_30s_51audio.mp4"), handle="ines", title="La forge")
    return str(made["address"])


@pytest.fixture
def faults(page: Page) -> Iterator[list[str]]:
    """What the browser complains about, the content policy included; a test that meets any fails at its end."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    yield heard
    assert heard == []


def _play(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".player-start").click()
    page.wait_for_function(PLAYING)


def _seconds(page: Page) -> float:
    return float(page.evaluate(SECONDS))


def test_the_engine_is_fetched_at_the_first_wish_to_see(page: Page, film: str, faults: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(film)
    page.wait_for_load_state("networkidle")
    heavy = re.compile(r"vendor/(hls|media-chrome)|\.m3u8|\.m4s|\.mp4")
    assert [url for url in asked if heavy.search(url)] == []
    page.locator(".player-start").click()
    page.wait_for_function(PLAYING)
    assert any("vendor/hls" in url for url in asked)
    assert page.evaluate("() => document.querySelector('video').videoWidth") > 0


def test_every_control_has_its_key(page: Page, film: str, faults: list[str]) -> None:
    _play(page, film)
    page.keyboard.press("k")
    expect(page.locator("media-controller[mediapaused]")).to_be_attached()
    page.keyboard.press("5")
    assert _seconds(page) == pytest.approx(15, abs=0.5)
    page.keyboard.press("j")
    assert _seconds(page) == pytest.approx(5, abs=0.5)
    page.keyboard.press("l")
    page.keyboard.press("ArrowRight")
    assert _seconds(page) == pytest.approx(20, abs=0.5)
    page.keyboard.press("m")
    page.keyboard.press(">")
    assert page.evaluate("() => { const v = document.querySelector('video'); return [v.muted, v.playbackRate] }") == [
        True,
        1.25,
    ]
    page.keyboard.press("t")
    expect(page.locator("html[data-theatre]")).to_be_attached()
    page.keyboard.press("t")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Touches du lecteur")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Touches du lecteur")).to_be_hidden()
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement?.localName === 'media-controller'")


def test_a_quality_is_chosen_by_keyboard_and_the_focus_comes_back(page: Page, film: str) -> None:
    _play(page, film)
    settings = page.get_by_role("button", name="Réglages")
    settings.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^Qualité")).press("Enter")
    expect(page.get_by_role("radio", name="480p", exact=True)).to_be_visible()
    page_is_accessible(page)
    page.get_by_role("radio", name="240p", exact=True).check()
    page.wait_for_function("() => document.querySelector('video').videoHeight === 240")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("^Qualité"))).to_be_focused()
    page.keyboard.press("Escape")
    expect(settings).to_be_focused()


def test_subtitles_stand_once_in_the_menu_and_in_the_readers_words(
    network: RunningNetwork, page: Page, shared_media: Path, faults: list[str]
) -> None:
    network.call("open_account", handle="ines")
    told = network.call("publish", path=str(shared_media / "mkv_embedded_vtt_ac3.mkv"), handle="ines", title="Conte")
    page.goto(told["address"])
    track = page.locator("track[kind=subtitles]")
    expect(track).to_have_attribute("label", "Sous-titres")  # the file does not say in which language they are
    track.evaluate("track => Object.assign(track, {srclang: 'de', label: 'German'})")
    page.locator(".player-start").click()
    page.get_by_role("button", name="Réglages").click()
    page.get_by_role("button", name=re.compile("^Sous-titres ?Aucun")).click()
    menu = page.get_by_role("radiogroup", name="Sous-titres")
    assert menu.locator("label").all_inner_texts() == ["Aucun", "Allemand"]
    menu.get_by_role("radio", name="Allemand").check()
    page.wait_for_function("() => document.querySelector('track').track.mode === 'showing'")


def test_the_place_is_remembered_and_the_start_is_offered(page: Page, film: str, faults: list[str]) -> None:
    page.add_init_script(NOTE_WHERE_IT_BEGINS)
    _play(page, f"{film}?t=14s")
    page.wait_for_function("() => window.beganAt !== undefined")
    assert 13.5 < page.evaluate("() => window.beganAt") < 16
    page.keyboard.press("k")
    page.goto(film)
    page.locator(".player-start").click()
    # It stands still, so that it is not over before a busy machine has found the button.
    page.wait_for_function(PAUSED_PAST_13)
    page.get_by_role("button", name="Depuis le début").click()
    page.wait_for_function("() => document.querySelector('video').currentTime < 6")


def test_a_fault_is_told_in_plain_words_and_mended_by_one_button(page: Page, film: str) -> None:
    page.route(re.compile(r"\.m3u8"), lambda route: route.fulfill(status=500))
    page.goto(film)
    page.locator(".player-start").click()
    told = page.get_by_role("alert").filter(has_text="Votre position est gardée")
    expect(told).to_be_visible()
    page.unroute(re.compile(r"\.m3u8"))
    told.get_by_role("button", name="Réessayer").click()
    page.wait_for_function(PLAYING)
    expect(told).to_be_hidden()


def test_without_script_it_is_a_plain_video(browser: Browser, film: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(film)
        video = page.locator("video")
        expect(video).to_have_attribute("controls", "")
        expect(video).to_have_attribute("preload", "none")
        assert video.locator("source").count() >= 1
        expect(page.locator(".player-start")).to_be_hidden()
