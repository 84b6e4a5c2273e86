"""A person publishes a video from a file, and anyone watches it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.journeys.playing import start, wait_until_plays
from tests.network import RunningNetwork

PREPARED_MS = 120_000
# So slow that no file arrives before the test has done what it does meanwhile.
SLOW = 100_000
CUT: dict[str, Any] = {"offline": False, "latency": 10, "downloadThroughput": -1, "uploadThroughput": -1}


def choose(page: Page, *files: Path) -> None:
    expect(page.locator(".publish-columns[data-live] .uploader.is-live")).to_be_visible()
    page.locator(".uploader-drop input[type=file][multiple]").set_input_files([str(file) for file in files])


def test_from_a_file_to_a_video_that_anyone_watches(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("ines")
    page.goto(network.at("/publish"))
    page_is_accessible(page)
    choose(page, shared_media / "made_bbb_wmv2_wma.wmv")
    expect(page.get_by_label("Titre")).to_have_value("made bbb wmv2 wma")
    page.get_by_label("Titre").fill("Le lapin du matin")
    page.get_by_label("Description").fill("Il se lève à 0:01.")
    page.get_by_label("Mots-clés").fill("lapin, matin")
    page.get_by_role("main").get_by_role("button", name="Publier").click()
    page.wait_for_url("**/studio/*")
    expect(page.locator("#standing .state.good")).to_have_text("Publiée", timeout=PREPARED_MS)
    page.get_by_role("link", name="La regarder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le lapin du matin")
    start(page)
    wait_until_plays(page, past=0.5)


def test_published_before_its_file_has_arrived(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("ines")
    page.goto(network.at("/publish"))
    line = slow_down(page, bytes_per_second=SLOW)
    choose(page, shared_media / "bbb_480p_30s_51audio.mp4")
    page.get_by_label("Titre").fill("Envoyée en avance")
    page.get_by_role("main").get_by_role("button", name="Publier").click()
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    line.send("Network.emulateNetworkConditions", CUT)
    page.wait_for_url("**/studio/*", timeout=PREPARED_MS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Envoyée en avance")


def test_an_upload_whose_page_was_closed_goes_on_where_it_stopped(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("karim")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(network.at("/publish"))
    line = slow_down(page, bytes_per_second=SLOW)
    choose(page, shared_media / "bbb_480p_30s_51audio.mp4")
    expect(page.locator(".uploader-row [data-status]")).to_contain_text("/s")
    page.goto(network.at("/categories"))
    line.send("Network.emulateNetworkConditions", CUT)
    offsets: list[int] = []
    page.on("request", lambda request: offsets.append(int(request.headers.get("upload-offset", "0"))))
    page.goto(network.at("/publish"))
    expect(page.get_by_text("Choisir à nouveau le fichier")).to_be_visible()
    choose(page, shared_media / "bbb_480p_30s_51audio.mp4")
    expect(page.locator(".uploader-list .uploader-row")).to_have_attribute(
        "data-state", re.compile("received|probed|transcoding|playable|ready"), timeout=PREPARED_MS
    )
    assert max(offsets) > 0


def test_a_file_that_is_no_video_is_refused_in_one_sentence(
    network: RunningNetwork, page: Page, sign_in: SignIn, shared_media: Path
) -> None:
    sign_in("ines")
    page.goto(network.at("/publish"))
    choose(page, shared_media / "corrupt_text_named_mp4.mp4")
    expect(page.locator(".uploader-row")).to_contain_text("n’est pas une vidéo", timeout=PREPARED_MS)
    page.goto(network.at("/studio"))
    page.get_by_role("link", name="corrupt text named mp4").click()
    page.get_by_role("button", name="J’ai lu").click()
    expect(page.get_by_text("Le fichier est retiré.")).to_be_visible()


def slow_down(page: Page, *, bytes_per_second: int) -> CDPSession:
    """A line as slow as a phone's, so that an upload lasts long enough to be watched."""
    line = page.context.new_cdp_session(page)
    line.send("Network.emulateNetworkConditions", {**CUT, "uploadThroughput": bytes_per_second})
    return line
