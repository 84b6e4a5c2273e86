"""A tab opens one stream, whatever is live on its page; a tab nobody looks at opens none."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.network import RunningNetwork

HOST = "shaaz.m6.localhost"


def streams(page: Page) -> list[str]:
    """Addresses of the event streams that a page opens from now on."""
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url) if request.resource_type == "eventsource" else None)
    return opened


def test_the_badge_and_the_rooms_share_one_stream(network: RunningNetwork, page: Page, sign_in: SignIn) -> None:
    code = network.call("open_talk", name="Le quai", by="gaspard", others=["prune"])
    other = network.call("open_talk", name="La criée", by="gaspard", others=["prune"])
    sign_in("prune", at=HOST)
    opened = streams(page)
    page.goto(network.at(f"/rooms/{code}", host=HOST))
    expect(page.locator("[data-ready]")).to_be_attached()
    sign_in("gaspard", at=HOST, in_page=(gaspard := page.context.browser.new_context(locale="fr-FR").new_page()))  # type: ignore[union-attr]
    gaspard.goto(network.at(f"/rooms/{other}", host=HOST))
    expect(gaspard.locator("[data-ready]")).to_be_attached()
    gaspard.get_by_label("Votre message").fill("@prune, tu viens ?")
    gaspard.get_by_label("Votre message").press("Enter")
    # The number of the room and that of the bell, without a reload.
    expect(page.locator(f'[data-room="{other}"] .room-count')).to_have_text("1")
    expect(page.locator(".bar-inbox [data-inbox-target=count]")).to_have_text("1")
    assert opened and all("/live/stream?" in address for address in opened)
    assert "inbox=" in opened[-1] and code in opened[-1] and "heads=0" not in opened[-1]
    assert len(opened) <= 2, "one, opened again at most once while the page came together"
    gaspard.context.close()

    opened.clear()
    page.goto(network.at("/", host="wideo.m6.localhost"))
    sign_in("prune")
    page.reload()
    expect(page.locator(".bar-inbox [data-inbox-target=count]")).to_have_text("1")
    assert opened and all("/live/stream?heads=0&inbox=" in address for address in opened), opened
