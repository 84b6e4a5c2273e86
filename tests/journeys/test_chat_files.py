"""What goes along with words in a room: chosen, dropped, pasted, recorded, also without a line; nothing twice."""

from __future__ import annotations

import base64
import io

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import page_is_accessible
from tests.journeys.test_chat import PHONE, Sitting, say, sit_down
from tests.network import RunningNetwork

__all__ = ["sit_down"]

# A microphone that hears a tone.
MICROPHONE = """
navigator.mediaDevices.getUserMedia = async () => {
  const room = new AudioContext(), tone = room.createOscillator(), heard = room.createMediaStreamDestination();
  tone.connect(heard);
  tone.start();
  return heard.stream;
};
"""
# Gives a file to the page as if it came from elsewhere.
GIVE = """(place, [event, name, type, content]) => {
  const bytes = Uint8Array.from(atob(content), one => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type }));
  const facts = { bubbles: true, cancelable: true };
  place.dispatchEvent(event === "paste" ? new ClipboardEvent("paste", { ...facts, clipboardData: data })
    : new DragEvent(event, { ...facts, dataTransfer: data }));
}"""


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(made, "PNG")
    return made.getvalue()


def given(page: Page, place: str, event: str, name: str, kind: str, content: bytes) -> None:
    page.locator(place).first.evaluate(GIVE, [event, name, kind, base64.b64encode(content).decode()])


def test_a_file_chosen_in_a_tunnel_is_sent_once(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="Les papiers", by="ines", others=["karim"])
    ines, karim = (sit_down(handle, f"/rooms/{code}") for handle in ("ines", "karim"))
    karim.context.set_offline(True)
    karim.locator("input[name=file]").first.set_input_files(
        [
            FilePayload(name="devis.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 rien"),
            FilePayload(name="plage.png", mimeType="image/png", buffer=picture()),
        ]
    )
    karim.get_by_label("Décrivez l’image").fill("La plage au matin")
    say(karim, "Voici les deux")
    expect(karim.locator(".said.is-waiting")).to_contain_text("devis.pdf")
    karim.close()
    karim.context.set_offline(False)
    again = karim.context.new_page()
    again.goto(network.at(f"/rooms/{code}", host="shaaz.m6.localhost"))
    expect(again.locator(".said.is-waiting")).to_have_count(0)
    expect(again.locator("[data-room-target=list] > .said")).to_have_count(1)
    for page in (ines, again):
        expect(page.locator(".said .bubble")).to_have_text("Voici les deux")
        shown = page.get_by_alt_text("La plage au matin")
        expect(shown).to_be_visible()
        page.wait_for_function("picture => picture.complete && picture.naturalWidth > 0", arg=shown.element_handle())
        expect(page.locator(".said .file-card")).to_contain_text("devis.pdf")
    with ines.expect_download() as download:
        ines.locator(".said .file-card").click()
    assert download.value.suggested_filename == "devis.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.7 rien"
    page_is_accessible(ines)
    # What is deleted takes them along.
    again.locator(".said").hover()
    again.get_by_label("Plus sur ce message").click()
    again.get_by_role("button", name="Supprimer").click()
    expect(ines.locator("[data-room-target=list] .bubble")).to_have_text("Ce message a été supprimé.")
    expect(ines.locator(".said .file-card")).to_have_count(0)


def test_a_voice_is_recorded_and_heard_by_the_other(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="La radio", by="ines", others=["karim"])
    ines, karim = sit_down("ines", f"/rooms/{code}"), sit_down("karim", f"/rooms/{code}", viewport=PHONE)
    karim.evaluate(MICROPHONE)
    karim.get_by_label("Enregistrer une note vocale").click()
    expect(karim.get_by_text("0:02")).to_be_visible()
    karim.get_by_role("button", name="Garder").click()
    expect(karim.locator(".enclosing audio")).to_be_visible()
    page_is_accessible(karim)
    karim.get_by_role("button", name="Envoyer").click()
    sound = ines.locator(".said .sound")
    expect(sound.locator("rect")).to_have_count(48)
    sound.get_by_role("button", name="Écouter").click()
    expect(sound.get_by_role("button", name="Pause")).to_be_visible()
    ines.wait_for_function("sound => sound.querySelector('audio').currentTime > 0.3", arg=sound.element_handle())
    expect(karim.locator(".enclosing")).to_have_count(0)
    page_is_accessible(ines)


def test_files_come_by_dropping_and_pasting_and_leave_again(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="Le bureau", by="ines", others=["karim"])
    karim = sit_down("karim", f"/rooms/{code}")
    given(karim, ".talk-scroll", "dragover", "photo.png", "image/png", picture())
    expect(karim.locator(".takes-files")).to_be_visible()
    given(karim, ".talk-scroll", "drop", "photo.png", "image/png", picture())
    given(karim, "textarea[name=text]", "paste", "notes.txt", "text/plain", b"Bonjour")
    expect(karim.locator(".enclosing")).to_have_count(2)
    karim.get_by_role("button", name="Retirer notes.txt").click()
    expect(karim.locator(".enclosing")).to_have_count(1)
    given(karim, "textarea[name=text]", "paste", "virus.exe", "application/x-msdownload", b"MZ")
    say(karim, "Avec un intrus")
    # The refusal says why; nothing of the message is lost.
    expect(karim.get_by_role("alert")).to_contain_text("Nous ne pouvons pas transmettre ce fichier")
    karim.get_by_role("button", name="Abandonner").click()
    expect(karim.locator(".is-refused")).to_have_count(0)


def test_without_a_script_files_go_with_the_form(network: RunningNetwork, sit_down: Sitting) -> None:
    code = network.call("open_talk", name="La vieille poste", by="ines", others=["karim"])
    karim = sit_down("karim", f"/rooms/{code}", java_script_enabled=False)
    karim.locator("input[name=file]").set_input_files(
        [FilePayload(name="devis.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 rien")]
    )
    karim.get_by_role("button", name="Envoyer").click()
    expect(karim.locator(".file-card")).to_contain_text("devis.pdf")
