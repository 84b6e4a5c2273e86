"""Watching, and taking part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.journeys.playing import start, wait_until_plays
from tests.network import RunningNetwork


@pytest.fixture(scope="module")
def film(network: RunningNetwork, shared_media_folder: Path) -> dict[str, Any]:
    """A public video by Inès, ready to watch."""
    network.call("open_account", handle="ines", name="Inès")
    made: dict[str, Any] = network.call(
        "publish", path=str(shared_media_folder / "three_chapters.mp4"), handle="ines", title="Trois chapitres"
    )
    made["path"] = "/v/" + made["address"].split("/v/")[1]
    return made


@pytest.fixture(scope="session")
def shared_media_folder() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "media"
    if not folder.exists():
        pytest.skip(f"the real media files are not here ({folder})")
    return folder


def test_a_visitor_watches_without_an_account(network: RunningNetwork, page: Page, film: dict[str, Any]) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(network.at(film["path"]))
    page_is_accessible(page)
    start(page)
    wait_until_plays(page, past=0.3)
    assert faults == []


def test_home_is_accessible_and_leads_to_the_video(network: RunningNetwork, page: Page, film: dict[str, Any]) -> None:
    page.goto(network.at("/new"))
    page_is_accessible(page)
    page.get_by_role("link", name="Trois chapitres").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trois chapitres")
    expect(page.get_by_role("link", name="Chapter 2")).to_be_visible()


def test_a_member_likes_follows_and_sends(
    network: RunningNetwork, page: Page, sign_in: SignIn, film: dict[str, Any]
) -> None:
    network.call("open_account", handle="lea", name="Léa")
    sign_in("karim")
    page.goto(network.at(film["path"]))
    page.get_by_role("button", name="J’aime").click()
    expect(page.locator("#like button")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="S’abonner").click()
    expect(page.get_by_role("button", name="Abonné")).to_be_visible()
    page.get_by_role("link", name="Envoyer").click()
    page.get_by_label("À (identifiant)").fill("@personne_ici")
    page.get_by_role("button", name="Envoyer").last.click()
    expect(page.get_by_text("Personne d’autre n’a cet identifiant").first).to_be_visible()
    page.get_by_label("À (identifiant)").fill("lea")
    page.get_by_label("Un mot pour l’accompagner").fill("Regarde le chapitre 2")
    page.get_by_role("button", name="Envoyer").last.click()
    expect(page.get_by_text("Envoyée à lea.")).to_be_visible()
    page.context.clear_cookies()
    sign_in("lea")
    page.goto(network.at("/received"))
    expect(page.get_by_text("Regarde le chapitre 2")).to_be_visible()
    page_is_accessible(page)


def test_the_share_panel_copies_a_link_with_a_start(network: RunningNetwork, page: Page, film: dict[str, Any]) -> None:
    page.goto(network.at(film["path"]))
    page.get_by_role("button", name="Partager").click()
    sheet = page.get_by_role("dialog", name="Partager")
    expect(sheet).to_be_visible()
    link = sheet.get_by_label("Lien")
    expect(link).to_have_value(film["address"].rsplit("/", 1)[0])
    expect(sheet.get_by_role("img", name="Code QR du lien")).to_be_visible()
    assert "<iframe" in sheet.get_by_label("L’afficher sur un autre site").input_value()
    page_is_accessible(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_everything_works_without_script(network: RunningNetwork, browser: Any, film: dict[str, Any]) -> None:
    network.call("open_account", handle="marc", name="Marc")
    cookie = network.call("session_of", handle="marc")
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([{**cookie, "url": network.at()}])
    page = context.new_page()
    page.goto(network.at(film["path"]))
    page.get_by_role("button", name="J’aime").click()
    expect(page.locator("#like button")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Envoyer").click()
    page.get_by_label("À (identifiant)").fill("ines")
    page.get_by_role("main").get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Envoyée à ines.")).to_be_visible()
    page.goto(network.at("/publish"))
    page.get_by_role("link", name="Envoyer un fichier d’un seul bloc").click()
    expect(page.get_by_label("Fichier vidéo")).to_be_visible()
    context.close()


def test_a_video_plays_on_a_foreign_page(network: RunningNetwork, page: Page, film: dict[str, Any]) -> None:
    code = film["path"].split("/")[2]
    body = f'<iframe src="{network.at("/embed/" + code)}" width=640 height=360></iframe>'
    with foreign_page(body) as address:
        page.goto(address)
        page.frame_locator("iframe").locator(".player-start").click()
        wait_until_plays(page.frames[1])


@contextmanager
def foreign_page(body: str) -> Iterator[str]:
    """A page of somebody else's site; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://elsewhere.test:{server.server_port}/"
        server.shutdown()
