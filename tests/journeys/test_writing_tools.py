"""What the editor does besides letters: pictures pasted and dropped, galleries, links, films, a day to be published
on; and the page without script."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.journeys.conftest import page_is_accessible
from tests.journeys.writing_desk import Desk, picture, state_of, text_of
from tests.network import RunningNetwork

HAND_OVER = """(element, {kind, html, files}) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  for (const {name, type, content} of files) {
    data.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name, {type}));
  }
  const {left, top} = element.getBoundingClientRect();
  const place = {bubbles: true, cancelable: true, clientX: left + 20, clientY: top + 20};
  element.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", {...place, clipboardData: data})
    : new DragEvent("drop", {...place, dataTransfer: data}));
}"""


def hand_over(text: Locator, kind: str, *files: FilePayload, html: str = "") -> None:
    """Paste or drop files and HTML where the caret is."""
    told: list[dict[str, Any]] = [
        {"name": file["name"], "type": file["mimeType"], "content": base64.b64encode(file["buffer"]).decode()}
        for file in files
    ]
    text.click()
    text.evaluate(HAND_OVER, {"kind": kind, "html": html, "files": told})


def insert(page: Page, name: str) -> None:
    """Choose from what the slash offers."""
    page.keyboard.type("/")
    page.get_by_role("option", name=name, exact=True).click()


def test_pictures_are_pasted_dropped_and_put_side_by_side(network: RunningNetwork, at_desk: Desk) -> None:
    code = network.call("begin_post", by="ines", others=[])
    page = at_desk("ines", code)
    text = text_of(page)
    hand_over(text, "paste", picture("coral"))
    expect(text.locator("figure img")).to_have_count(1)
    hand_over(text, "drop", picture("teal"))
    expect(text.locator("figure img")).to_have_count(2)
    page.keyboard.press("Control+End")
    with page.expect_file_chooser() as chosen:
        insert(page, "Galerie")
    chosen.value.set_files([picture("gold"), picture("navy"), picture("plum")])
    expect(text.locator(".gallery figure img")).to_have_count(3)
    page.get_by_label("Titre", exact=True).fill("Cinq images")
    expect(state_of(page)).to_have_text("Enregistré")
    page_is_accessible(page)
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_role("button", name="Publier maintenant").click()
    expect(state_of(page)).to_have_text("Publié")
    shown = network.call("post_shown", code=code)
    assert shown.count("<img") == 5 and shown.count('class="gallery"') == 1


def test_pictures_inside_pasted_words_come_along_or_are_told_of(network: RunningNetwork, at_desk: Desk) -> None:
    page = at_desk("ines", network.call("begin_post", by="ines", others=[]))
    inside = base64.b64encode(picture("coral")["buffer"]).decode()
    html = f"""<h2>Copié</h2><p>Avant <b>gras</b></p><img src="data:image/jpeg;base64,{inside}">
        <img src="https://ailleurs.test/chat.jpg" alt="Un chat">
        <img src="https://pixel.test/p.gif" width="1" height="1">"""
    hand_over(text_of(page), "paste", picture("navy"), html=html)
    expect(text_of(page).locator("figure img:visible")).to_have_count(1)
    expect(text_of(page).locator("strong")).to_have_text("gras")
    expect(page.get_by_text("n’ont pas pu être récupérées")).to_be_visible()
    expect(text_of(page).get_by_text("https://ailleurs.test/chat.jpg")).to_be_visible()
    expect(text_of(page).locator("figure")).to_have_count(2)
    expect(state_of(page)).to_have_text("Enregistré")


def test_words_become_a_link_by_the_keyboard_and_no_link_again(network: RunningNetwork, at_desk: Desk) -> None:
    page = at_desk("ines", network.call("begin_post", by="ines", others=[]))
    text_of(page).click()
    page.keyboard.type("Un fournil")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+k")
    ask = page.get_by_role("dialog")
    page_is_accessible(page)
    ask.get_by_role("textbox").fill("fournil.example/pain")
    page.keyboard.press("Enter")
    expect(ask).to_be_hidden()
    expect(text_of(page).get_by_role("link", name="Un fournil")).to_have_attribute(
        "href", "https://fournil.example/pain"
    )
    page.keyboard.press("Control+k")
    ask.get_by_role("textbox").fill("")
    page.keyboard.press("Enter")
    expect(text_of(page).locator("a")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    expect(text_of(page)).to_have_text("Un fournil")


def test_a_film_of_the_network_plays_in_a_post(network: RunningNetwork, at_desk: Desk, shared_media: Path) -> None:
    made = network.call("publish", path=str(shared_media / "phone_2006_h263.3gp"), handle="ines", title="Le pain lève")
    code = network.call("begin_post", by="ines", others=[])
    page = at_desk("ines", code)
    page.get_by_label("Titre", exact=True).fill("Un film")
    text_of(page).click()
    insert(page, "Vidéo du réseau")
    page.get_by_role("dialog").get_by_role("textbox").fill(network.at("/rien"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Il n’y a pas de vidéo de notre réseau")).to_be_visible()
    insert(page, "Vidéo du réseau")
    page.get_by_role("dialog").get_by_role("textbox").fill(made["address"])
    page.keyboard.press("Enter")
    expect(text_of(page).locator("iframe")).to_have_attribute("title", "Le pain lève")
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_role("button", name="Publier maintenant").click()
    expect(state_of(page)).to_have_text("Publié")
    address = network.call("address_of_post", code=code)
    page.goto(address)
    film = page.frame_locator(".post-words iframe")
    expect(film.locator("video")).to_be_attached()
    page_is_accessible(page)


def test_a_post_is_given_a_day(network: RunningNetwork, at_desk: Desk) -> None:
    page = at_desk("ines", network.call("begin_post", by="ines", others=[]))
    page.get_by_label("Titre", exact=True).fill("Pour Noël")
    expect(state_of(page)).to_have_text("Enregistré")
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_role("button", name="Programmer").click()
    expect(page.get_by_text("Dites quel jour")).to_be_visible()
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_label("Ou bien ce jour-là").fill("2099-12-24T18:00")
    page.get_by_role("button", name="Programmer").click()
    expect(state_of(page)).to_contain_text("Sera publié le")
    expect(state_of(page)).to_contain_text("2099")


def test_without_script_a_post_is_written_and_published(network: RunningNetwork, at_desk: Desk) -> None:
    code = network.call("begin_post", by="ines", others=[])
    page = at_desk("ines", code, java_script_enabled=False)
    page.get_by_label("Titre", exact=True).fill("Sans script")
    page.get_by_label("Texte, en Markdown").fill("Du **pain** sec.")
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_role("button", name="Publier maintenant").click()
    expect(state_of(page)).to_have_text("Publié")
    assert "<strong>pain</strong>" in network.call("post_shown", code=code)
    page.goto(network.call("address_of_post", code=code))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sans script")
