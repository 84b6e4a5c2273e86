"""A post is written: on a phone with photos, through a tab that dies, and by two people at once."""

from __future__ import annotations

from playwright.sync_api import ViewportSize, expect

from tests.journeys.conftest import page_is_accessible
from tests.journeys.writing_desk import BRAND, Desk, picture, state_of, text_of
from tests.network import RunningNetwork

PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_post_with_photos_is_written_on_a_phone(network: RunningNetwork, at_desk: Desk) -> None:
    code = network.call("begin_post", by="ines", others=[])
    page = at_desk("ines", code, viewport=PHONE, has_touch=True)
    page.get_by_label("Titre", exact=True).fill("Le pain du soir")
    text_of(page).click()
    page.keyboard.type("## La pâte")
    page.keyboard.press("Enter")
    page.keyboard.type("Du **levain** et une note[^]")
    page.keyboard.type("Bien frais")
    page.keyboard.press("Enter")
    page.keyboard.type("suffit.")
    page.locator("[data-writing-target=files]").set_input_files([picture("coral"), picture("teal")])
    expect(text_of(page).locator("figure img")).to_have_count(2)
    text_of(page).get_by_label("Ce que montre l’image").first.fill("Un pain")
    text_of(page).get_by_text("suffit.").click()
    expect(state_of(page)).to_have_text("Enregistré")
    page_is_accessible(page)
    page.get_by_role("button", name="Publier").first.click()
    page.get_by_role("button", name="Publier maintenant").click()
    expect(state_of(page)).to_have_text("Publié")
    shown = network.call("post_shown", code=code)
    assert "<h2" in shown and "<strong>levain</strong>" in shown and 'id="note-1">Bien frais' in shown
    assert shown.count("<img") == 2 and 'alt="Un pain"' in shown and "suffit." in shown


def test_what_was_typed_without_a_network_outlives_the_tab(network: RunningNetwork, at_desk: Desk) -> None:
    code = network.call("begin_post", by="ines", others=[])
    page = at_desk("ines", code)
    page.context.set_offline(True)
    text_of(page).click()
    page.keyboard.type("Écrit dans le train")
    expect(state_of(page)).to_contain_text("gardé sur cet appareil")
    page.close()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(network.at(f"/write/{code}", host=BRAND))
    expect(text_of(again)).to_have_text("Écrit dans le train")


def test_two_who_write_at_once_see_both_versions(network: RunningNetwork, at_desk: Desk) -> None:
    code = network.call("begin_post", by="ines", others=["karim"])
    ines, karim = at_desk("ines", code), at_desk("karim", code)
    text_of(karim).click()
    karim.keyboard.type("Le pain de Karim")
    expect(state_of(karim)).to_have_text("Enregistré")
    text_of(ines).click()
    ines.keyboard.type("Le pain d’Inès")
    ines.get_by_role("button", name="Comparer les deux versions").click()
    expect(ines.get_by_role("heading", name="Deux versions")).to_be_visible()
    expect(ines.get_by_text("Le pain de Karim", exact=True)).to_be_visible()
    page_is_accessible(ines)
    ines.get_by_role("button", name="Garder l’autre").click()
    expect(text_of(ines)).to_have_text("Le pain de Karim")
    ines.get_by_role("button", name="Historique").click()
    expect(ines.get_by_role("row")).to_have_count(4)
