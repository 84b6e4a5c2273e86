"""A post and its conversation side by side; what is said becomes a post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork

HOST = "shaaz.m6.localhost"
Sitting = Callable[..., Page]


@pytest.fixture
def open_at(network: RunningNetwork, browser: Browser, sign_in: SignIn) -> Iterator[Sitting]:
    """`open_at("ines", path, host)`: a browser of her own, at that page; without a handle, a visitor's."""
    contexts: list[BrowserContext] = []

    def open_at(handle: str, path: str, host: str = HOST) -> Page:
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris")
        contexts.append(context)
        page = context.new_page()
        if handle:
            sign_in(handle, at=host, in_page=page)
        page.goto(network.at(path, host=host))
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_people_talk_beside_a_post_and_a_visitor_reads_along(network: RunningNetwork, open_at: Sitting) -> None:
    post = network.call("open_post", by="ines", title="La gelée de coings")
    karim, visitor = (open_at(handle, post["path"], post["host"]) for handle in ("karim", ""))
    panels = [page.get_by_role("complementary", name="La conversation") for page in (karim, visitor)]
    for panel in panels:
        expect(panel).to_have_attribute("data-ready", "")
    expect(panels[0].get_by_text("Personne n’a encore parlé.")).to_be_visible()
    expect(panels[1].get_by_label("Votre message")).to_be_hidden()

    panels[0].get_by_label("Votre message").fill("Avec ou sans pépins ?")
    panels[0].get_by_label("Votre message").press("Enter")
    expect(panels[0].locator(".said:not(.is-waiting) .bubble")).to_have_text("Avec ou sans pépins ?")
    visitor.reload()
    expect(panels[1].locator(".bubble")).to_have_text("Avec ou sans pépins ?")
    panels[0].get_by_label("Votre message").fill("Je penche pour avec.")
    panels[0].get_by_label("Votre message").press("Enter")
    # Without reloading: what is said comes down to who only reads.
    expect(panels[1].locator(".bubble")).to_have_count(2)
    page_is_accessible(visitor)
    page_is_accessible(karim)


def test_a_message_is_quoted_then_becomes_a_draft(network: RunningNetwork, open_at: Sitting) -> None:
    network.call("open_post", by="ines", title="Un premier billet")
    code = network.call("open_talk", name="L’atelier", by="ines", others=["karim"], lines=1)
    ines = open_at("ines", f"/rooms/{code}")
    expect(ines.locator("[data-ready]")).to_be_attached()
    first = ines.locator("[data-room-target=list] > .said").first
    words = first.locator(".bubble").inner_text()
    first.hover()
    first.locator("[data-part=more]").click()
    ines.get_by_role("button", name="Citer").click()
    expect(ines.locator(".talk-quoting")).to_be_visible()
    ines.get_by_label("Votre message").fill("C’est bien dit.")
    ines.get_by_label("Votre message").press("Enter")
    last = ines.locator("[data-room-target=list] > .said").last
    expect(last.locator(".said-quote")).to_contain_text(words)
    expect(ines.locator(".talk-quoting")).to_be_hidden()

    first.hover()
    first.locator("[data-part=more]").click()
    ines.get_by_role("link", name="En faire un billet").click()
    expect(ines.locator(".quoted-talk")).to_contain_text(words)
    page_is_accessible(ines)
    ines.get_by_role("button", name="Commencer le brouillon").click()
    expect(ines).to_have_url(re.compile(r"/write/\w+"))
    expect(ines.locator("blockquote")).to_contain_text(words)
