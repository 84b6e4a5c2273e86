"""One account for the whole network, in a browser: two domains that have nothing in common."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork
from tests.regulars import PASSWORD

ACCOUNT_HOST, WIDEO, ELSEWHERE = "compte.m6.localhost", "wideo.m6.localhost", "ailleurs.test"


def _is_known(page: Page, network: RunningNetwork, host: str, name: str) -> None:
    page.goto(network.at("/", host=host))
    expect(page.locator(".bar")).to_contain_text(name)


def _is_a_stranger(page: Page, network: RunningNetwork, host: str) -> None:
    page.goto(network.at("/", host=host))
    expect(page.locator(".bar").get_by_role("link", name="Se connecter")).to_be_visible()


def _sign_in(page: Page, network: RunningNetwork, handle: str, *, at: str = WIDEO) -> None:
    page.goto(network.at("/", host=at))
    page.locator(".bar").get_by_role("link", name="Se connecter").click()
    page.get_by_label("E-mail").fill(f"{handle}@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()


def _sign_out(page: Page, network: RunningNetwork, *, at: str) -> None:
    page.goto(network.at("/deconnexion/", host=at))
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url(network.at("/", host=at))


def _letter(page: Page, network: RunningNetwork, address: str) -> str:
    """The subject of the last mail to this address, as the demo's mailbox shows it."""
    page.goto(network.at("/mailbox/"))
    return page.locator(".letter-line", has_text=address).first.locator("strong").inner_text()


def test_zoe_opens_an_account_at_one_domain_and_is_known_at_the_other(network: RunningNetwork, page: Page) -> None:
    page.goto(network.at("/", host=ELSEWHERE))
    page.locator(".bar").get_by_role("link", name="Créer un compte").click()
    assert page.url.startswith(network.at("/inscription/", host=ACCOUNT_HOST))
    page.get_by_label("Adresse e-mail").fill("zoe@example.org")
    page.get_by_label("Votre nom").fill("Zoé Martin")
    page.get_by_label("Identifiant").fill("zoe_martin")
    page.get_by_label("Date de naissance").fill("1999-05-04")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", name="Un code vous attend")).to_be_visible()
    waiting = page.url
    code = _letter(page.context.new_page(), network, "zoe@example.org").split()[0]
    assert page.url == waiting
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url(network.at("/", host=ELSEWHERE))
    for host in (ELSEWHERE, WIDEO):
        _is_known(page, network, host, "Zoé Martin")
    page.goto(network.at("/reglages/profil/"))
    expect(page.get_by_label("Fuseau horaire")).to_have_value("Europe/Paris")


@pytest.mark.parametrize(("here", "there"), [(WIDEO, ELSEWHERE), (ELSEWHERE, WIDEO)])
def test_signing_in_here_is_signing_in_there_and_so_is_signing_out(
    network: RunningNetwork, page: Page, here: str, there: str
) -> None:
    network.call("open_account", handle="karim", name="Karim")
    faults: list[str] = []
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    _is_a_stranger(page, network, there)
    _sign_in(page, network, "karim", at=here)
    page.wait_for_url(network.at("/", host=here))
    _is_known(page, network, here, "Karim")
    _is_known(page, network, there, "Karim")
    _sign_out(page, network, at=there)
    _is_a_stranger(page, network, here)
    _is_a_stranger(page, network, there)
    assert faults == []


def test_karim_is_signed_out_of_his_phone_from_his_computer(network: RunningNetwork, page: Page) -> None:
    network.call("open_account", handle="karim", name="Karim")
    browser = page.context.browser
    assert browser
    phone = browser.new_context(user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1")
    on_phone = phone.new_page()
    _sign_in(on_phone, network, "karim", at=ELSEWHERE)
    on_phone.wait_for_url(network.at("/", host=ELSEWHERE))
    _sign_in(page, network, "karim")
    page.wait_for_url(network.at("/"))
    page.goto(network.at("/reglages/appareils/"))
    page.locator(".row", has_text="iPhone").get_by_role("button").first.click()
    expect(page.get_by_text("Cet appareil est déconnecté")).to_be_visible()
    _is_a_stranger(on_phone, network, ELSEWHERE)
    _is_known(page, network, ELSEWHERE, "Karim")
    phone.close()


def test_lea_signs_in_with_a_passkey_and_no_password(network: RunningNetwork, page: Page) -> None:
    network.call("open_account", handle="lea_cle", name="Léa Clé")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _sign_in(page, network, "lea_cle")
    page.wait_for_url(network.at("/"))
    page.goto(network.at("/reglages/securite/"))
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Son nom").fill("Mon téléphone")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
    _sign_out(page, network, at=WIDEO)
    page.goto(network.at("/connexion/", host=ELSEWHERE))
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(network.at("/", host=ELSEWHERE))
    _is_known(page, network, WIDEO, "Léa Clé")


def test_ines_signs_in_with_the_code_of_her_app(network: RunningNetwork, page: Page) -> None:
    network.call("open_account", handle="ines_code", name="Inès Code")
    _sign_in(page, network, "ines_code")
    page.wait_for_url(network.at("/"))
    page.goto(network.at("/reglages/securite/"))
    page.get_by_role("link", name="Activer").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    secret = page.locator(".totp-key").inner_text()
    page.locator("main input[name=code]").fill(_totp(secret, time.time()))
    page.get_by_role("button", name="Activer").click()
    expect(page.locator(".codes li")).to_have_count(10)
    _sign_out(page, network, at=ELSEWHERE)
    _sign_in(page, network, "ines_code")
    expect(page.get_by_role("heading", name="Seconde étape")).to_be_visible()
    _is_a_stranger(page.context.new_page(), network, WIDEO)
    # A code is good once, so this is the next one; the server allows for clocks half a minute apart.
    page.locator("main input[name=code]").fill(_totp(secret, time.time() + 30))
    page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(network.at("/"))
    _is_known(page, network, ELSEWHERE, "Inès Code")


def test_the_link_of_a_forgotten_password_is_clicked_in_the_mailbox(network: RunningNetwork, page: Page) -> None:
    network.call("open_account", handle="distrait", name="Jean Distrait")
    page.goto(network.at("/connexion/"))
    page.get_by_role("link", name="Mot de passe oublié").click()
    page.get_by_label("E-mail").fill("distrait@example.org")
    page.get_by_role("button", name="Envoyer le lien").click()
    expect(page.get_by_role("heading", name="Regardez votre boîte de réception")).to_be_visible()
    page.goto(network.at("/mailbox/"))
    page.locator(".letter-line", has_text="distrait@example.org").first.click()
    page.frame_locator(".letter-page").get_by_role("link", name="Choisir un autre mot de passe").click()
    expect(page.get_by_role("heading", name="Nouveau mot de passe")).to_be_visible()
    for field in page.locator("main input[type=password]").all():
        field.fill("une autre phrase à moi")
    page.get_by_role("button", name="Changer mon mot de passe").click()
    expect(page.get_by_role("heading", name="Votre mot de passe est changé")).to_be_visible()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/connexion/", "/inscription/", "/inscription/cle/", "/mot-de-passe/oublie/"])
def test_the_way_in_is_accessible(network: RunningNetwork, page: Page, path: str, language: str) -> None:
    page.goto(network.at(language + path, host=ACCOUNT_HOST))
    page_is_accessible(page)


def test_every_page_of_the_settings_is_accessible_and_fits_a_phone(
    network: RunningNetwork, page: Page, sign_in: SignIn
) -> None:
    sign_in("ines", at=ACCOUNT_HOST)
    for name in ("profil", "abonnes", "confidentialite", "e-mail", "mot-de-passe", "securite", "appareils", "donnees"):
        page.goto(network.at(f"/reglages/{name}/", host=ACCOUNT_HOST))
        expect(page.locator(".settings-nav")).to_be_visible()
        page_is_accessible(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        page.set_viewport_size({"width": 1440, "height": 900})


def _totp(secret: str, at: float) -> str:
    """RFC 6238 with SHA-1, six digits and thirty seconds, as every app does."""
    key = base64.b32decode(re.sub(r"\s", "", secret))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
