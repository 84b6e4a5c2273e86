"""People around videos: what they say, keep, watch, are told and pass on, on one and the same running network."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.journeys.playing import start, wait_until_plays
from tests.network import RunningNetwork

PHONE: ViewportSize = {"width": 390, "height": 844}
YOOTRIBE = "yootribe.m6.localhost"
# Jobs are done by one worker, after whatever other journeys gave it to do.
DONE_MS = 90_000


@pytest.fixture(scope="module")
def films(network: RunningNetwork, shared_media: Path) -> list[str]:
    """The paths of two short films by Nour."""
    network.call("open_account", handle="nour", name="Nour")
    clip = str(shared_media / "phone_2006_h263.3gp")
    made = [network.call("publish", path=clip, handle="nour", title=title) for title in ("Le départ", "L’arrivée")]
    return ["/v/" + one["address"].split("/v/")[1].split("/")[0] for one in made]


@pytest.fixture(scope="module")
def talked(network: RunningNetwork, shared_media: Path) -> str:
    """The path of a film of Nour that people talk about."""
    network.call("open_account", handle="nour", name="Nour")
    clip = str(shared_media / "phone_2006_h263.3gp")
    made = network.call("publish", path=clip, handle="nour", title="La traversée")
    return "/v/" + str(made["address"]).split("/v/")[1].split("/")[0]


def _talk(page: Page) -> Locator:
    """The comments, which come when they are scrolled to."""
    page.locator("#talk").evaluate("talk => talk.scrollIntoView()")
    expect(page.locator("#talk-title")).to_be_visible()
    return page.locator("#talk")


def _say(talk: Locator, words: str) -> Locator:
    talk.get_by_label("Votre commentaire").fill(words)
    talk.locator("#talk-form").get_by_role("button", name="Commenter").click()
    said = talk.locator("article.comment", has_text=words)
    expect(said).to_be_visible()
    return said


def test_a_comment_is_answered_on_a_phone_and_somebody_reacts(
    network: RunningNetwork, page: Page, browser: Browser, sign_in: SignIn, talked: str
) -> None:
    sign_in("sacha")
    page.goto(network.at(talked))
    _say(_talk(page), "Quelle lumière, à 0:01 !")
    page_is_accessible(page)

    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="fr-FR")
    phone = context.new_page()
    sign_in("basile", in_page=phone)
    phone.goto(network.at(talked))
    comment = _talk(phone).locator("article.comment", has_text="Quelle lumière")
    comment.get_by_role("link", name="Répondre").tap()
    phone.get_by_label(re.compile("Répondre à Sacha", re.I)).fill("Et ce son !")
    phone.locator(".for-answer").get_by_role("button", name="Répondre").tap()
    answer = phone.locator("article.comment.answer", has_text="Et ce son !")
    expect(answer).to_be_visible()
    love = comment.locator(".reactions button[name=emoji]").first
    love.tap()
    expect(comment.locator(".reactions button[name=emoji][aria-pressed=true]")).to_have_count(1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page_is_accessible(phone)
    context.close()

    page.goto(network.at("/inbox"))
    told = page.get_by_role("main").get_by_role("link", name=re.compile("Basile.*répondu"))
    expect(told.first).to_be_visible()
    told.first.click()
    expect(page.locator("article.comment.answer", has_text="Et ce son !")).to_be_visible()
    expect(page.locator("article.comment", has_text="Quelle lumière").get_by_role("button").first).to_contain_text("1")


def test_a_playlist_is_made_ordered_unlisted_and_played_through(
    network: RunningNetwork, page: Page, browser: Browser, sign_in: SignIn, films: list[str]
) -> None:
    sign_in("marthe")
    page.goto(network.at(films[0]))
    page.get_by_role("link", name="Garder").click()
    sheet = page.get_by_role("dialog", name="Ajouter à une playlist")
    sheet.get_by_label("Une nouvelle playlist").fill("Pour dimanche")
    sheet.get_by_role("button", name="Créer").click()
    expect(sheet.get_by_role("button", name="Pour dimanche", pressed=True)).to_be_visible()
    page_is_accessible(page)
    page.goto(network.at(films[1]))
    page.get_by_role("link", name="Garder").click()
    sheet.get_by_role("button", name="Pour dimanche").click()
    expect(sheet.get_by_role("button", name="Pour dimanche", pressed=True)).to_be_visible()
    sheet.get_by_role("button", name="À regarder plus tard").click()
    expect(sheet.get_by_role("button", name="À regarder plus tard", pressed=True)).to_be_visible()

    # What waits to be watched is there, and goes again.
    page.goto(network.at("/playlists"))
    page.get_by_role("main").get_by_role("link", name="À regarder plus tard").click()
    expect(page.locator(".reel-row")).to_contain_text(["L’arrivée"])
    page.get_by_role("button", name="Retirer « L’arrivée »").click()
    expect(page.locator(".reel-row")).to_have_count(0)

    # In her order, for those she gives the address.
    page.goto(network.at("/playlists"))
    page.get_by_role("main").get_by_role("link", name="Pour dimanche").click()
    expect(page.locator(".reel-row")).to_contain_text(["Le départ", "L’arrivée"])
    page.get_by_role("button", name="Monter « L’arrivée »").click()
    expect(page.locator(".reel-row")).to_contain_text(["L’arrivée", "Le départ"])
    address = page.url
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label(re.compile("Non répertoriée")).check()
    page.get_by_role("main").get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page_is_accessible(page)

    # Somebody without an account plays it through.
    context = browser.new_context(locale="fr-FR")
    visitor = context.new_page()
    visitor.goto(address)
    visitor.get_by_role("link", name="Tout regarder").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("L’arrivée")
    expect(visitor.locator(".row-head")).to_contain_text("1 / 2")
    start(visitor)
    visitor.wait_for_url(re.compile(re.escape(films[0])), timeout=DONE_MS)
    expect(visitor.locator(".row-head")).to_contain_text("2 / 2")
    wait_until_plays(visitor)
    context.close()


def test_history_is_seen_paused_and_cleared(
    network: RunningNetwork, page: Page, sign_in: SignIn, films: list[str]
) -> None:
    sign_in("tom")
    page.goto(network.at(films[0]))
    _watch_to_the_end(page)
    page.goto(network.at("/history"))
    expect(page.get_by_role("main").get_by_role("link", name="Le départ").first).to_be_visible()
    page_is_accessible(page)
    page.get_by_role("button", name="Mettre en pause").click()
    expect(page.get_by_text("Votre historique est en pause")).to_be_visible()
    page.goto(network.at(films[1]))
    _watch_to_the_end(page)
    page.goto(network.at("/history"))
    expect(page.get_by_role("main").get_by_role("link", name="L’arrivée")).to_have_count(0)
    page.locator("summary", has_text="Effacer").click()
    page.get_by_role("button", name="Effacer l’historique").click()
    expect(page.get_by_role("main").get_by_role("link", name="Le départ")).to_have_count(0)
    page.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_text("Rien de regardé pour l’instant")).to_be_visible()


def _watch_to_the_end(page: Page) -> None:
    with page.expect_response(re.compile("/position$"), timeout=DONE_MS):
        start(page)
        page.wait_for_function("() => document.querySelector('.player video').ended", timeout=DONE_MS)


def test_a_new_video_is_told_at_once_to_those_who_follow(
    network: RunningNetwork, page: Page, sign_in: SignIn, films: list[str], shared_media: Path
) -> None:
    sign_in("rosa")
    page.goto(network.at(films[0]))
    page.get_by_role("button", name="S’abonner").click()
    expect(page.locator("#follow .bell button")).to_have_attribute("aria-pressed", "true")
    badge = page.locator(".bar-inbox [data-inbox-target=count]")
    expect(badge).to_be_hidden()
    network.call("publish", path=str(shared_media / "no_audio.mp4"), handle="nour", title="Sans un bruit")
    expect(badge).to_have_text("1", timeout=DONE_MS)
    page.locator(".bar-inbox").click()
    told = page.get_by_role("main").get_by_role("link", name=re.compile("Nour a publié"))
    expect(told).to_be_visible()
    page_is_accessible(page)
    told.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(badge).to_be_hidden()


def test_a_video_and_a_playlist_play_in_a_tribe_where_they_are_shared(
    network: RunningNetwork, page: Page, sign_in: SignIn, films: list[str]
) -> None:
    slug = network.call("found_tribe", name="Les cinéphiles", by="lila")
    sign_in("lila")
    page.goto(network.at(films[0]))
    page.get_by_role("button", name="Partager").click()
    sign_in("lila", at=YOOTRIBE)
    page.get_by_role("link", name="Partager dans une tribu").click()
    page.get_by_label("Les cinéphiles").check()
    page.get_by_role("main").get_by_role("button", name="Partager").click()
    page.goto(network.at(f"/t/{slug}", host=YOOTRIBE))
    _plays_in(page.locator("article.post", has_text="Le départ"))

    playlist = network.call("make_playlist", handle="lila", title="Nos soirées", videos=films)
    page.locator(".composer textarea[name=text]").fill(f"À voir : {playlist}")
    page.locator(".composer").get_by_role("button", name="Publier").click()
    post = page.locator("article.post", has_text="Nos soirées")
    expect(post.locator("article.shared")).to_contain_text("Nos soirées")
    _plays_in(post)
    player = post.frame_locator("iframe")
    player.get_by_role("link", name="Vidéo suivante").click()
    expect(player.locator(".embed-title")).to_contain_text("L’arrivée")


def _plays_in(post: Locator) -> None:
    post.get_by_role("link", name="Lire la vidéo").click()
    frame = post.locator("iframe").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_url(re.compile("/embed/"))
    wait_until_plays(frame)


def test_a_moderator_comes_to_the_desk_from_the_menu_and_hides_a_comment(
    network: RunningNetwork, page: Page, browser: Browser, sign_in: SignIn, talked: str
) -> None:
    insult = "Tu filmes comme un pied, rends ta caméra."
    sign_in("theo_dur")
    page.goto(network.at(talked))
    _say(_talk(page), insult)

    theirs = browser.new_context(locale="fr-FR")
    reader = theirs.new_page()
    sign_in("nina", in_page=reader)
    reader.goto(network.at(talked))
    comment = _talk(reader).locator("article.comment", has_text=insult)
    comment.locator("summary").click()
    comment.get_by_role("link", name="Signaler").click()
    reader.locator("input[name=reason]").first.check()
    if reader.locator("input[name=ground]").count():
        reader.locator("input[name=ground]").first.check()
    reader.locator("textarea[name=explanation]").fill("Il insulte Nour.")
    if reader.locator("input[name=in_good_faith]").count():
        reader.locator("input[name=in_good_faith]").check()
    reader.get_by_role("button", name="Envoyer le signalement").click()
    expect(reader.get_by_role("button", name="Envoyer le signalement")).to_have_count(0)

    network.call("name_moderator", handle="agathe")
    office = browser.new_context(locale="fr-FR")
    desk = office.new_page()
    sign_in("agathe", in_page=desk)
    desk.goto(network.at("/"))
    desk.locator("summary", has_text="Votre compte").click()
    desk.get_by_role("link", name="Modération").click()
    page_is_accessible(desk)
    desk.get_by_role("main").get_by_role("link", name=re.compile("Tu filmes")).first.click()
    desk.get_by_role("button", name="Prendre ce dossier").click()
    desk.get_by_label(re.compile("Masquer")).check()
    desk.get_by_label("Catégorie").select_option("hate")
    desk.get_by_label("Quelle loi, ou quel point des conditions").fill("Conditions, point 4")
    desk.get_by_label("Faits").fill("Un commentaire qui insulte l’autrice.")
    desk.get_by_label("Motifs").fill("On critique un film, on n’insulte pas.")
    desk.get_by_role("button", name="Décider").click()
    expect(desk.get_by_role("button", name="Décider")).to_have_count(0)
    office.close()

    reader.goto(network.at(talked))
    expect(_talk(reader).get_by_text(insult)).to_have_count(0)
    theirs.close()
    page.goto(network.at("/inbox"))
    expect(page.get_by_role("main").get_by_role("link", name=re.compile("masqué")).first).to_be_visible()


def test_a_browser_renews_its_own_subscription_to_pushes(network: RunningNetwork, page: Page, sign_in: SignIn) -> None:
    before, after = "https://fcm.googleapis.com/fcm/send/before", "https://fcm.googleapis.com/fcm/send/after"
    sign_in("paco")
    network.call("take_pushes", handle="paco", endpoint=before)
    page.goto(network.at("/categories"))
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    worker = page.context.service_workers[0]
    # The push service is not to be reached from here: the worker is given what it would have answered.
    worker.evaluate(
        """async endpoint => {
            const pair = await crypto.subtle.generateKey({name: "ECDSA", namedCurve: "P-256"}, true, ["sign"]);
            const text = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
                .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
            const p256dh = text(await crypto.subtle.exportKey("raw", pair.publicKey));
            const keys = {p256dh, auth: text(new Uint8Array(16))};
            PushManager.prototype.getSubscription = async () => null;
            PushManager.prototype.subscribe = async ({applicationServerKey}) => {
                if (!applicationServerKey) throw new Error("no key");
                return {toJSON: () => ({endpoint, keys}), unsubscribe: async () => true};
            };
            self.dispatchEvent(new ExtendableEvent("pushsubscriptionchange"));
        }""",
        after,
    )
    told = []
    for _attempt in range(150):
        told = network.call("push_endpoints", handle="paco")
        if told != [before]:
            break
        page.wait_for_timeout(200)
    assert told == [after]
