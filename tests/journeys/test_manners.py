"""Manners every page has: one's own light, one's own language, the keyboard, the narrowest screen."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOR_ALL = (
    "/",
    "/popular",
    "/categories",
    "/categories/film",
    "/search",
    "/search?q=rien+de+tel",
    "/@karim",
    "/@karim/about",
)
ODD = ("/embed/nobody", "/offline", "/nothing-here")
OF_MEMBERS = ("/", "/publish", "/publish/plain", "/studio", "/studio/likes", "/studio/bin", "/received", "/@karim")
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
    assert page.evaluate(WIDER) <= 0


def test_without_network_an_installed_brand_says_so(network: RunningNetwork, browser: Browser) -> None:
    with browser.new_context(locale="fr-FR") as context:
        page = context.new_page()
        page.goto(network.at("/"))
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        context.set_offline(True)
        page.goto(network.at("/anything"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Vous êtes hors ligne")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_for_everybody_is_accessible_and_fits_a_phone(
    network: RunningNetwork, page: Page, scheme: Literal["light", "dark"]
) -> None:
    network.call("open_account", handle="karim", name="Karim")
    _look_at(network, page, scheme, (*FOR_ALL, *ODD))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_a_member_is_accessible_and_fits_a_phone(
    network: RunningNetwork, page: Page, sign_in: SignIn, scheme: Literal["light", "dark"]
) -> None:
    sign_in("karim")
    _look_at(network, page, scheme, OF_MEMBERS)
    page.goto(network.at("/"))
    page.locator("summary", has_text="Votre compte").click()
    page_is_accessible(page)


def _look_at(network: RunningNetwork, page: Page, scheme: Literal["light", "dark"], paths: tuple[str, ...]) -> None:
    page.emulate_media(color_scheme=scheme)
    for path in paths:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(network.at(path))
        page_is_accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate(WIDER) <= 0, path
