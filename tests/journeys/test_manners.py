"""Manners every page has: one's own light, one's own language, the keyboard, the narrowest screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.network import RunningNetwork

GROUND = "() => getComputedStyle(document.body.parentElement).backgroundColor"


def test_a_chosen_darkness_stays_on_the_next_page(network: RunningNetwork, page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(network.at("/"))
    light = page.evaluate(GROUND)
    page.get_by_label("Sombre").check(force=True)
    dark = page.evaluate(GROUND)
    assert dark != light
    page.goto(network.at("/en/"))
    assert page.evaluate(GROUND) == dark
    page.get_by_label("As my device").check(force=True)
    assert page.evaluate(GROUND) == light


def test_the_other_language_is_one_link_away(network: RunningNetwork, page: Page) -> None:
    page.goto(network.at("/"))
    page.get_by_role("contentinfo").get_by_role("link", name="English").click()
    assert page.url == network.at("/en/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_first_tab_leads_to_the_content(network: RunningNetwork, page: Page) -> None:
    page.goto(network.at("/"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 2560])
@pytest.mark.parametrize("path", ["/", "/nothing-here", "/en/offline"])
def test_no_page_is_wider_than_its_screen(network: RunningNetwork, page: Page, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(network.at(path))
    assert page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_without_network_an_installed_brand_says_so(network: RunningNetwork, browser: Browser) -> None:
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.goto(network.at("/"))
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        context.set_offline(True)
        page.goto(network.at("/anything"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes hors ligne")
