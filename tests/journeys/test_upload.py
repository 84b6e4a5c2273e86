"""Sending files from a browser, with the real tus-js-client: pausing, several at once, filming, sharing."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn
from tests.journeys.test_publish import CUT, PREPARED_MS, SLOW, choose, slow_down
from tests.network import RunningNetwork

ARRIVED = re.compile("received|probed|transcoding|playable|ready")


def test_an_upload_can_be_paused_and_goes_on(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("karim")
    page.goto(network.at("/publish"))
    line = slow_down(page, bytes_per_second=SLOW)
    choose(page, shared_media / "bbb_480p_30s_51audio.mp4")
    row = page.locator(".uploader-list .uploader-row")
    expect(row.locator("[data-status]")).to_contain_text("/s")
    row.get_by_role("button", name="Mettre en pause").click()
    expect(row).to_contain_text("En pause")
    reached = row.locator("progress").evaluate("bar => bar.value")
    assert 0 < reached < 1
    line.send("Network.emulateNetworkConditions", CUT)
    row.get_by_role("button", name="Reprendre").click()
    expect(row).to_have_attribute("data-state", ARRIVED, timeout=PREPARED_MS)


def test_several_files_go_up_side_by_side(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("karim")
    page.goto(network.at("/publish"))
    choose(page, *(shared_media / name for name in ("no_audio.mp4", "phone_2006_h263.3gp", "three_chapters.mp4")))
    rows = page.locator(".uploader-list .uploader-row")
    expect(rows).to_have_count(3)
    for number in range(3):
        expect(rows.nth(number)).to_have_attribute("data-state", ARRIVED, timeout=PREPARED_MS)


def test_a_film_made_in_the_page_is_sent(network: RunningNetwork, page: Page, sign_in: SignIn) -> None:
    sign_in("lea")
    page.context.grant_permissions(["camera", "microphone"], origin=network.at("").rstrip("/"))
    page.goto(network.at("/publish"))
    page.get_by_role("button", name="Filmer ici").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[2-9]|0:[1-5][0-9]"))
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_role("button", name="L’envoyer").click()
    row = page.locator(".uploader-list .uploader-row")
    expect(row).to_have_attribute("data-state", re.compile("playable|ready"), timeout=PREPARED_MS)
    assert page.evaluate("async () => (await (await caches.open('shared-1')).keys()).length") == 0


def test_a_video_from_the_share_sheet_waits_in_the_browser_until_it_arrived(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("lea")
    page.goto(network.at("/categories"))
    content = base64.b64encode((shared_media / "no_audio.mp4").read_bytes()).decode()
    page.evaluate(
        """async content => {
            const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
            const headers = {"Content-Type": "video/mp4", "X-Name": "partage.mp4", "X-Title": "Mon%20t%C3%A9l"};
            await (await caches.open("shared-1")).put("/shared/file", new Response(bytes, {headers}));
        }""",
        content,
    )
    page.goto(network.at("/publish?shared=1"))
    row = page.locator(".uploader-list .uploader-row")
    expect(row).to_contain_text("partage.mp4")
    expect(row).to_have_attribute("data-state", ARRIVED, timeout=PREPARED_MS)
    kept = "async () => !!(await (await caches.open('shared-1')).match('/shared/file'))"
    page.wait_for_function(f"({kept})().then(there => !there)")


def test_every_video_of_a_share_is_taken(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("lea")
    page.goto(network.at("/categories"))
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.reload()  # from here on the worker stands between the page and the house
    page.evaluate("""() => {
        const form = Object.assign(document.createElement("form"), {method: "post", enctype: "multipart/form-data"});
        form.action = "/publish/share";
        form.append(Object.assign(document.createElement("input"), {type: "file", name: "file", multiple: true}));
        document.body.append(form);
    }""")
    page.locator("input[name=file]").set_input_files(
        [shared_media / "no_audio.mp4", shared_media / "phone_2006_h263.3gp"]
    )
    page.evaluate("document.querySelector('form[action=\"/publish/share\"]').submit()")
    page.wait_for_url("**/publish?shared=1")
    rows = page.locator(".uploader-list .uploader-row")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="no_audio.mp4")).to_have_attribute("data-state", ARRIVED, timeout=PREPARED_MS)
    expect(rows.filter(has_text="phone_2006_h263.3gp")).to_have_attribute("data-state", ARRIVED, timeout=PREPARED_MS)
