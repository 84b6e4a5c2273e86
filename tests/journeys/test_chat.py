"""Two people at one table: one loses the network, the other talks on; nothing is missing, nothing said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork

HOST = "shaaz.m6.localhost"
PHONE: ViewportSize = {"width": 390, "height": 844}
Sitting = Callable[..., Page]


@pytest.fixture
def sit_down(network: RunningNetwork, browser: Browser, sign_in: SignIn) -> Iterator[Sitting]:
    """`sit_down("ines", path)`: a browser of her own, at that page."""
    contexts: list[BrowserContext] = []

    def sit_down(handle: str, path: str, **settings: object) -> Page:
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        if handle:
            sign_in(handle, at=HOST, in_page=page)
        page.goto(network.at(path, host=HOST))
        if path.startswith("/rooms/") and settings.get("java_script_enabled") is not False:
            expect(page.locator("[data-ready]")).to_be_attached()
        return page

    yield sit_down
    for context in contexts:
        context.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.get_by_label("Votre message").press("Enter")


def told(page: Page) -> list[str]:
    """What the page shows as said, in order."""
    return page.locator("[data-room-target=list] > .said .bubble").all_inner_texts()


def test_nothing_is_missing_after_the_network_was_cut(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="La cuisine", by="ines", others=["karim"])
    ines, karim = (sit_down(handle, f"/rooms/{code}") for handle in ("ines", "karim"))
    say(ines, "Qui apporte le pain ?")
    expect(karim.get_by_text("Qui apporte le pain ?")).to_be_visible()
    say(karim, "Moi !")
    expect(ines.get_by_text("Moi !")).to_be_visible()

    karim.context.set_offline(True)
    expect(karim.get_by_text("Vous êtes hors ligne")).to_be_visible()
    for number in range(5):
        say(ines, f"Sans Karim {number}")
    for number in range(3):
        say(karim, f"Du tunnel {number}")
    expect(karim.locator(".said.is-waiting")).to_have_count(3)
    expect(ines.get_by_text("Sans Karim 4")).to_be_visible()
    expect(ines.get_by_text("Du tunnel")).to_have_count(0)

    karim.context.set_offline(False)
    for page in (ines, karim):
        expect(page.locator("[data-room-target=list] > .said")).to_have_count(10)
    expect(karim.locator(".said.is-waiting")).to_have_count(0)
    said = network.call("said_in", code=code)
    assert told(ines) == told(karim) == said
    assert [line for line in said if "tunnel" in line] == [f"Du tunnel {number}" for number in range(3)]


def test_what_was_written_offline_is_sent_although_the_tab_was_closed(
    network: RunningNetwork, sit_down: Sitting
) -> None:
    code = network.call("open_talk", name="Le tunnel", by="ines", others=["karim"])
    karim = sit_down("karim", f"/rooms/{code}")
    karim.context.set_offline(True)
    say(karim, "Écrit sous terre")
    expect(karim.locator(".said.is-waiting")).to_have_count(1)
    karim.close()
    karim.context.set_offline(False)
    again = karim.context.new_page()
    again.goto(network.at(f"/rooms/{code}", host=HOST))
    expect(again.locator("[data-room-target=list] > .said")).to_have_count(1)
    expect(again.locator(".said.is-waiting")).to_have_count(0)
    assert network.call("said_in", code=code) == ["Écrit sous terre"]


def test_threads_emoji_changes_and_deletions_reach_the_other(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="Le salon", by="ines", others=["karim"])
    ines, karim = (sit_down(handle, f"/rooms/{code}") for handle in ("ines", "karim"))
    say(karim, "Une faute")
    expect(ines.get_by_text("Une faute")).to_be_visible()
    karim.get_by_label("Votre message").press("ArrowUp")
    karim.get_by_label("Votre message").fill("Une *juste*")
    karim.get_by_label("Votre message").press("Enter")
    expect(ines.locator(".bubble em")).to_have_text("juste")
    expect(ines.get_by_text("modifié")).to_be_visible()
    ines.locator(".said").hover()
    ines.get_by_label("Plus sur ce message").click()
    ines.get_by_label("Génial").click()
    expect(karim.locator(".said-reaction")).to_contain_text("1")
    ines.locator(".said").hover()
    ines.get_by_label("Plus sur ce message").click()
    ines.get_by_role("link", name="Répondre dans un fil").click()
    ines.get_by_label("Votre réponse").fill("Bien vu")
    ines.get_by_label("Votre réponse").press("Enter")
    expect(ines.locator("[data-room-target=thread] .bubble")).to_have_text("Bien vu")
    expect(karim.get_by_role("link", name="1 réponse")).to_be_visible()
    karim.locator(".said").hover()
    karim.get_by_label("Plus sur ce message").click()
    karim.get_by_role("button", name="Supprimer").click()
    expect(ines.locator("[data-room-target=list] .bubble")).to_have_text("Ce message a été supprimé.")


def test_history_scrolls_without_end_and_numbers_tell_what_is_new(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="La longue table", by="ines", others=["karim"], lines=180)
    karim = sit_down("karim", "/rooms")
    row = karim.locator(f".room-line[data-room={code}]")
    expect(row.locator(".room-count")).to_have_text("99+")
    row.click()
    expect(karim.locator("[data-ready]")).to_be_attached()
    expect(karim.get_by_text("Ligne 179", exact=True)).to_be_in_viewport()
    karim.locator(".talk-pinned", has_text="reprendre").click()
    expect(karim.get_by_text("Ligne 0", exact=True)).to_be_visible()
    expect(karim.get_by_text("Nouveau", exact=True)).to_be_visible()
    scroll = karim.locator("[data-room-target=scroll]")
    for _ in range(40):
        scroll.evaluate("box => { box.scrollTop = 0; }")
        if told(karim)[-1:] == ["Ligne 179"]:
            break
        karim.wait_for_timeout(150)
    lines = [int(line.split()[1]) for line in told(karim)]
    assert lines == list(range(lines[0], 180))


def test_without_a_script_one_reads_and_speaks(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="Le vieux salon", by="ines", others=["karim"], lines=3)
    karim = sit_down("karim", f"/rooms/{code}", java_script_enabled=False)
    expect(karim.get_by_text("Ligne 2")).to_be_in_viewport()
    karim.get_by_label("Votre message").fill("À la main")
    karim.get_by_role("button", name="Envoyer").click()
    expect(karim.get_by_text("À la main")).to_be_visible()
    assert network.call("said_in", code=code)[-1] == "À la main"


def test_a_phone_shows_one_thing_at_a_time_and_everything_is_accessible(
    network: RunningNetwork, sit_down: Sitting
) -> None:
    code = network.call("open_talk", name="La terrasse", by="ines", others=["karim"], lines=4)
    visitor = sit_down("", f"/rooms/{code}")
    expect(visitor.get_by_text("Ligne 3")).to_be_visible()
    expect(visitor.get_by_label("Votre message")).to_have_count(0)
    page_is_accessible(visitor)
    karim = sit_down("karim", f"/rooms/{code}", viewport=PHONE)
    assert karim.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(karim.get_by_label("Votre message")).to_be_in_viewport()
    for path in (f"/rooms/{code}", "/rooms", "/rooms/new", "/rooms/write", f"/rooms/{code}/people"):
        karim.goto(network.at(path, host=HOST))
        page_is_accessible(karim)
