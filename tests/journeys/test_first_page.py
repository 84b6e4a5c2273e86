"""The network stands, and a visitor gets a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork


def test_a_visitor_gets_a_page_without_a_fault_of_any_kind(network: RunningNetwork, page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: faults.append(f"{request.url} failed"))
    page.goto(network.at("/"))
    page.wait_for_load_state("networkidle")
    assert faults == []


def test_the_hub_leads_to_wideo(network: RunningNetwork, page: Page) -> None:
    page.goto(network.at("/", host="m6.localhost"))
    assert page.url == network.at("/")


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_first_page_is_accessible(network: RunningNetwork, page: Page, path: str) -> None:
    page.goto(network.at(path))
    page_is_accessible(page)


def test_a_member_is_known_on_the_page(network: RunningNetwork, page: Page, sign_in: SignIn) -> None:
    sign_in("ines")
    page.goto(network.at("/"))
    page.wait_for_load_state("networkidle")
    assert "Inès" in page.content() or "ines" in page.content().lower()
