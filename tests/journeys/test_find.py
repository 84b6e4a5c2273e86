"""People find a video by its words."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork


def test_search_suggests_while_one_types_and_finds_without_accents(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    network.call("open_account", handle="ines", name="Inès")
    made = network.call("publish", path=str(shared_media / "phone_2006_h263.3gp"), handle="ines")
    code = made["address"].split("/v/")[1].split("/")[0]
    sign_in("ines")
    page.goto(network.at(f"/studio/{code}"))
    page.get_by_label("Titre").fill("Un été à Nîmes")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(network.at("/search"))
    page_is_accessible(page)
    words = page.locator("#search-q")
    # A worker indexes a moment after the change; typing on asks again.
    for _ in range(40):
        words.fill("")
        words.press_sequentially("ete a n", delay=30)
        page.wait_for_timeout(400)
        if page.locator("datalist#search-q-suggestions option[value='Un été à Nîmes']").count():
            break
    else:
        raise AssertionError("The title is never suggested.")
    words.fill("ete nimes")
    words.press("Enter")
    page.wait_for_url("**/search?*q=ete*")
    expect(page.get_by_role("link", name="Un été à Nîmes").first).to_be_visible()
    page_is_accessible(page)
    page.get_by_text("Filtres").click()
    page.get_by_label("Durée").select_option("long")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_text("Rien ne correspond")).to_be_visible()
