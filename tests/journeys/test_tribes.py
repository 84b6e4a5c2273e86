"""A network of tribes, as the people in it live it: in a browser, on one and the same running network."""

from __future__ import annotations

import io
import re
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork
from tests.regulars import PASSWORD

HOST, ACCOUNT_HOST = "yootribe.m6.localhost", "compte.m6.localhost"
WHISPER = "Le mot de passe est mandarine."
PAGES = (
    "/",
    "/tribes",
    "/tribes/mine",
    "/tribes/new",
    "/friends",
    "/privacy",
    "/events",
    "/inbox",
    "/@ines",
    "/network/search?q=in%C3%A8s",
)
PHONE: ViewportSize = {"width": 390, "height": 844}


def _sign_up(network: RunningNetwork, page: Page, handle: str, name: str) -> None:
    """From Yootribe's door to its home page, through the account host and the code in the mail."""
    page.goto(network.at("/", host=HOST))
    page.locator(".bar").get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Adresse e-mail").fill(f"{handle}@example.org")
    page.get_by_label("Votre nom").fill(name)
    page.get_by_label("Identifiant").fill(handle)
    page.get_by_label("Date de naissance").fill("2003-05-04")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", name="Un code vous attend")).to_be_visible()
    mailbox = page.context.new_page()
    mailbox.goto(network.at("/mailbox/"))
    letter = mailbox.locator(".letter-line", has_text=f"{handle}@example.org").first
    code = letter.locator("strong").inner_text().split()[0]
    mailbox.close()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url(network.at("/", host=HOST))


def _asked(network: RunningNetwork, path: str, cookie: dict[str, str] | None = None) -> httpx.Response:
    """What this address answers, without a browser between."""
    headers = {"Host": f"{HOST}:{network.port}", "Cookie": f"{cookie['name']}={cookie['value']}" if cookie else ""}
    return httpx.get(f"http://127.0.0.1:{network.port}{path}", headers=headers, timeout=30)


def _photo(folder: Path) -> Path:
    """A picture that tells where it was taken, as phones write it."""
    picture = Image.new("RGB", (900, 600), "#6d28ff")
    secret = Image.Exif()
    secret[0x010E] = "14 rue des Secrets"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=secret)
    path = folder / "mur.jpg"
    path.write_bytes(written.getvalue())
    return path


def test_lou_finds_her_people_and_her_friend_answers_on_his_phone(
    network: RunningNetwork, page: Page, browser: Browser, sign_in: SignIn, tmp_path: Path
) -> None:
    slug = network.call("found_tribe", name="Blocs et falaises", by="jules", tags=["escalade"], members=6)
    _sign_up(network, page, "lou_grimpe", "Lou Rivière")

    # By what she likes, in the same visit.
    page.goto(network.at("/tribes/tagged/escalade", host=HOST))
    page.get_by_role("button", name="J’aime ça").click()
    page.goto(network.at("/tribes", host=HOST))
    suggested = page.locator(".for-you")
    expect(suggested.get_by_role("link", name="Blocs et falaises")).to_be_visible()
    expect(suggested.locator(".why").first).to_contain_text(re.compile("escalade", re.I))
    suggested.get_by_role("link", name="Blocs et falaises").click()
    page.locator(".tribe-actions").get_by_role("button", name="Rejoindre").click()
    expect(page.locator(".composer")).to_be_visible()
    page_is_accessible(page)

    # A photo, told to those who do not see it, and a poll.
    page.locator(".composer textarea[name=text]").fill("Mon premier bloc rouge !")
    page.locator(".composer input[type=file][name=photos]").set_input_files(_photo(tmp_path))
    page.get_by_label("Que voit-on ?").fill("Un mur violet, sans prise visible.")
    page.get_by_role("button", name="Sondage").click()
    page.get_by_label("Question").fill("On y retourne quand ?")
    page.get_by_role("textbox", name="Réponse 1", exact=True).fill("Mardi")
    page.get_by_role("textbox", name="Réponse 2", exact=True).fill("Jeudi")
    page_is_accessible(page)
    page.locator(".composer").get_by_role("button", name="Publier").click()
    post = page.locator("article.post", has_text="Mon premier bloc rouge !")
    expect(post.get_by_role("img", name="Un mur violet, sans prise visible.")).to_be_visible()
    expect(post.get_by_text("On y retourne quand ?")).to_be_visible()
    address = post.locator("img[alt='Un mur violet, sans prise visible.']").get_attribute("src")
    assert b"Secrets" not in _asked(network, str(address)).content

    # Her friend, on a phone.
    network.call("befriend", one="lou_grimpe", other="karim")
    network.call("join_tribe", slug=slug, handle="karim")
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="fr-FR")
    phone = context.new_page()
    sign_in("karim", at=HOST, in_page=phone)
    phone.goto(network.at("/", host=HOST))
    hers = phone.locator("article.post", has_text="Mon premier bloc rouge !")
    expect(hers.locator(".why")).to_be_visible()
    hers.get_by_label("Jeudi").check()
    hers.get_by_role("button", name="Voter").click()
    expect(hers.locator(".poll")).to_contain_text("1 personne a voté")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page_is_accessible(phone)
    hers.get_by_role("link", name="Commenter").click()
    phone.get_by_label("Votre commentaire").fill("Jeudi, et tu ramènes la magnésie.")
    phone.locator(".talk-form").get_by_role("button", name="Commenter").click()
    expect(phone.locator(".comment", has_text="tu ramènes la magnésie")).to_be_visible()
    page_is_accessible(phone)
    context.close()

    # She hears of it, in the one inbox of the network.
    inbox = page.context.new_page()
    inbox.goto(network.at("/inbox", host="wideo.m6.localhost"))
    expect(inbox.get_by_role("main")).to_contain_text("Karim")
    inbox.close()


def test_a_stranger_sees_nothing_of_a_closed_tribe_at_any_address(
    network: RunningNetwork, page: Page, sign_in: SignIn
) -> None:
    slug = network.call("found_tribe", name="Les veilleurs", by="ines", openness="closed")
    secret = network.call("found_tribe", name="La cave du 9", by="yann", openness="secret")
    paths = [
        network.call("post_in_tribe", slug=one, handle=handle, text=WHISPER)
        for one, handle in ((slug, "ines"), (secret, "yann"))
    ]
    code = paths[0].rsplit("/", 1)[-1]
    sign_in("ines", at=HOST)
    page.goto(network.at(f"/t/{slug}", host=HOST))
    expect(page.get_by_text(WHISPER)).to_be_visible()
    addresses = [
        f"/t/{slug}",
        f"/en/t/{slug}",
        f"/t/{slug}/about",
        f"/t/{slug}/members",
        f"/t/{slug}/events",
        f"/t/{slug}/photos",
        f"/t/{slug}/events.ics",
        *paths,
        f"/p/{code}/people",
        f"/p/{code}/photos",
        "/",
        "/tribes",
        "/tribes?q=veilleurs",
        "/@ines",
        "/network/search?q=mandarine",
        "/network/suggestions?q=mandarine",
        f"/t/{secret}",
        f"/t/{secret}/about",
    ]
    network.call("open_account", handle="lea")
    for cookie in (None, network.call("session_of", handle="lea", host=HOST)):
        for address in addresses:
            answer = _asked(network, address, cookie)
            assert WHISPER not in answer.text, address
            assert "La cave du 9" not in answer.text, address
            if address.startswith(f"/t/{secret}") or address in paths:
                assert answer.status_code == 404, address


def test_an_insult_is_removed_its_author_contests_and_it_is_back(
    network: RunningNetwork, page: Page, browser: Browser, sign_in: SignIn
) -> None:
    insult = "Vous chantez comme des casseroles, bande de nuls."
    slug = network.call("found_tribe", name="Chorale du jeudi", by="maelle")
    for handle in ("marc", "theo"):
        network.call("join_tribe", slug=slug, handle=handle)
    network.call("make_keeper", slug=slug, handle="marc")
    path = network.call("post_in_tribe", slug=slug, handle="theo", text=insult)

    # Marc, who keeps the tribe, removes it and says why.
    sign_in("marc", at=HOST)
    page.goto(network.at(f"/t/{slug}", host=HOST))
    post = page.locator("article.post", has_text=insult)
    post.get_by_label("Plus sur ce message").click()
    post.get_by_role("button", name="Retirer en disant pourquoi").click()
    page.get_by_role("button", name="Prendre ce dossier").click()
    page_is_accessible(page)
    page.get_by_label(re.compile("Retirer")).check()
    page.get_by_label("Catégorie").select_option("hate")
    page.get_by_label("Quelle loi, ou quel point des conditions").fill("Règle 1 de la tribu")
    page.get_by_label("Faits").fill("Un message qui insulte toute la chorale.")
    page.get_by_label("Motifs").fill("On ne s’insulte pas ici.")
    page.get_by_role("button", name="Décider").click()
    page.goto(network.at(f"/t/{slug}", host=HOST))
    expect(page.get_by_text(insult)).to_have_count(0)
    assert _asked(network, path).status_code == 404

    # Théo reads the reasons and contests them.
    theirs = browser.new_context(locale="fr-FR")
    theo = theirs.new_page()
    sign_in("theo", at=HOST, in_page=theo)
    theo.goto(network.at("/inbox", host=HOST))
    theo.get_by_role("main").get_by_role("link", name=re.compile("retiré")).first.click()
    expect(theo.get_by_role("heading", name="Exposé des motifs")).to_be_visible()
    expect(theo.get_by_text("On ne s’insulte pas ici.")).to_be_visible()
    page_is_accessible(theo)
    theo.get_by_label("En quoi la décision est mauvaise").fill("C’était une blague entre nous, demandez à Inès.")
    theo.get_by_role("button", name="Envoyer la contestation").click()
    decision = theo.url

    # Odile, who did not decide, finds that he is right.
    network.call("open_account", handle="odile", is_operator=True)
    hers = browser.new_context(locale="fr-FR")
    odile = hers.new_page()
    sign_in("odile", at=HOST, in_page=odile)
    odile.goto(network.at("/moderation/objections", host=HOST))
    odile.get_by_role("main").get_by_role("link", name=re.compile("casseroles|Chorale")).first.click()
    page_is_accessible(odile)
    odile.get_by_label(re.compile("La contestation est fondée")).check()
    odile.get_by_label("Motifs").fill("Entre amis, cela se dit.")
    odile.get_by_role("button", name="Répondre").click()
    hers.close()

    # Everything is back.
    theo.goto(decision)
    expect(theo.get_by_text("Cette décision a été annulée")).to_be_visible()
    theirs.close()
    page.goto(network.at(f"/t/{slug}", host=HOST))
    expect(page.get_by_text(insult)).to_be_visible()
    page.goto(network.at(path, host=HOST))
    expect(page.get_by_text(insult)).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/tribes",
        "/tribes/mine",
        "/tribes/new",
        "/friends",
        "/privacy",
        "/events",
        "/inbox",
        "/@ines",
        "/network/search?q=in%C3%A8s",
    ],
)
def test_every_page_of_a_member_is_accessible_and_fits_a_phone(
    network: RunningNetwork, page: Page, sign_in: SignIn, path: str
) -> None:
    sign_in("ines", at=HOST)
    for scheme, size in (("light", PHONE), ("dark", {"width": 1440, "height": 900})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(network.at(path, host=HOST))
        page_is_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
