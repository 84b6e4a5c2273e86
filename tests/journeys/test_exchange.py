"""Replies and secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.playing import start, wait_until_plays
from tests.network import RunningNetwork

PREPARED_MS = 120_000


def published(network: RunningNetwork, file: Path, title: str, **fields: Any) -> dict[str, Any]:
    network.call("open_account", handle="ines", name="Inès")
    made: dict[str, Any] = network.call("publish", path=str(file), handle="ines", title=title, **fields)
    made["path"] = "/v/" + made["address"].split("/v/")[1]
    made["code"] = made["path"].split("/")[2]
    return made


def test_a_video_is_answered_with_a_video(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    question = published(network, shared_media / "phone_2006_h263.3gp", "La question")
    sign_in("karim")
    page.goto(network.at(question["path"]))
    page.get_by_role("link", name="Répondre en vidéo").click()
    expect(page.get_by_text("En réponse à")).to_be_visible()
    expect(page.locator(".publish-columns[data-live] .uploader.is-live")).to_be_visible()
    page.locator(".uploader-drop input[type=file]").first.set_input_files(str(shared_media / "made_bbb_wmv2_wma.wmv"))
    page.get_by_label("Titre").fill("Ma réponse")
    page.get_by_role("main").get_by_role("button", name="Publier").click()
    page.wait_for_url("**/studio/*")
    expect(page.locator("#standing .state.good")).to_have_text("Publiée", timeout=PREPARED_MS)
    page.goto(network.at(question["path"]))
    expect(page.get_by_role("heading", name="1 réponse en vidéo")).to_be_visible()
    page.get_by_role("link", name="Ma réponse").first.click()
    expect(page.get_by_role("link", name="La question").first).to_be_visible()


def test_a_private_video_is_nowhere_for_lea(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    secret = published(network, shared_media / "phone_2006_h263.3gp", "Zanzibar")
    sign_in("ines")
    page.goto(network.at(f"/studio/{secret['code']}"))
    page.get_by_label("Privée").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page.context.clear_cookies()
    sign_in("lea")
    page.goto(network.at("/"))
    for path in ("/", "/new", "/popular", "/search?q=zanzibar", "/@ines", "/feed", "/search/feed?q=zanzibar"):
        assert secret["code"] not in answered(page, path)[1], path
    page.goto(network.at(secret["path"]))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Zanzibar")
    for path in (f"/embed/{secret['code']}", f"/oembed?url={secret['address']}", f"/v/{secret['code']}"):
        assert answered(page, path)[0] == 404, path


def test_a_password_opens_the_door(network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path) -> None:
    party = published(network, shared_media / "phone_2006_h263.3gp", "La fête")
    sign_in("ines")
    page.goto(network.at(f"/studio/{party['code']}"))
    expect(page.get_by_label("Mot de passe de la vidéo")).to_be_hidden()
    page.get_by_label("Mot de passe", exact=True).check()
    page.get_by_label("Mot de passe de la vidéo").fill("sésame")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(network.at(party["path"]))
    assert "La fête" not in page.content()
    page.get_by_label("Mot de passe de la vidéo").fill("sésame")
    page.get_by_role("button", name="Regarder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("La fête")
    start(page)
    wait_until_plays(page, past=0.2)


def answered(page: Page, path: str) -> tuple[int, str]:
    """Status and text of what this page's visitor gets at `path`."""
    asking = "async path => { const answer = await fetch(path); return [answer.status, await answer.text()]; }"
    status, text = page.evaluate(asking, path)
    return int(status), str(text)
