"""Pages of the tribes, one after the other: accessible to a member, kept for visitors and gone when they must be."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SignIn, page_is_accessible
from tests.network import RunningNetwork

HOST = "yootribe.m6.localhost"


@pytest.fixture(scope="module")
def busy(network: RunningNetwork) -> tuple[str, str]:
    """The slug of a tribe with everything in it, founded by Jules; and the path of a post with photos."""
    slug = network.call("found_tribe", name="Grimpe de midi", by="jules", tags=["escalade"], members=3)
    network.call("befriend", one="jules", other="karim")
    return slug, network.call("fill_tribe", slug=slug, handle="jules", posts=2)


def test_what_who_looks_after_a_tribe_opens_is_accessible(
    network: RunningNetwork, page: Page, sign_in: SignIn, busy: tuple[str, str]
) -> None:
    slug, post = busy
    network.call("open_account", handle="jules", is_operator=True)
    sign_in("jules", at=HOST)
    pages = [f"/t/{slug}{below}" for below in ("", "/members", "/events", "/photos", "/invite", "/settings")]
    pages += [f"/t/{slug}/settings/{below}" for below in ("look", "requests", "members", "invitations", "end")]
    pages += ["/@jules", "/@karim", post, f"{post}/edit", f"{post}/photos/1", "/friends", "/inbox", "/privacy"]
    pages += ["/network/search?q=grimpe", "/tribes?q=grimpe", "/events"]
    for path in pages:
        answer = page.goto(network.at(path, host=HOST))
        assert answer is not None
        assert answer.status == 200, path
        page_is_accessible(page)


def test_a_kept_page_is_gone_the_moment_its_tribe_is_secret(network: RunningNetwork) -> None:
    slug = network.call("found_tribe", name="La verrière", by="jules")
    path = network.call("post_in_tribe", slug=slug, handle="jules", text="Le code est mandarine.")
    cookie = network.call("session_of", handle="jules", host=HOST)
    signed_in = {"Cookie": f"{cookie['name']}={cookie['value']}"}

    def asked(path: str, **headers: str) -> httpx.Response:
        headers["Host"] = f"{HOST}:{network.port}"
        return httpx.get(f"http://127.0.0.1:{network.port}{path}", headers=headers, timeout=30)

    for page in (f"/t/{slug}", path, "/tribes"):
        first = asked(page)
        assert first.status_code == 200
        # The second comes from the cache: the same page under the same tag.
        assert asked(page, **{"If-None-Match": first.headers["ETag"]}).status_code == 304, page
        mine = asked(page, **signed_in)
        assert "no-store" in mine.headers["Cache-Control"]
        assert "Jules" not in first.text.partition("<main")[0], "nothing of who is signed in"
    network.call("change_openness", slug=slug, openness="secret")
    for page in (f"/t/{slug}", path):
        assert asked(page).status_code == 404, page
        assert asked(page, **signed_in).status_code == 200, page
    assert "La verrière" not in asked("/tribes").text


def test_on_a_phone_every_brand_is_one_touch_away(network: RunningNetwork, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(network.at("/", host=HOST))
    page.locator(".bar-menu summary").click()
    expect(page.locator(".bar-menu").get_by_role("link", name="Wideo")).to_be_visible()
    expect(page.locator(".bar").get_by_role("link", name="Se connecter")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page_is_accessible(page)
