"""A blog moves in: a real export of WordPress, and every post, comment and old address of it is found."""

from __future__ import annotations

import http.client
import os
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as XML

import pytest
from playwright.sync_api import Page, expect

from bouquet.config.environment import ROOT
from tests.journeys.conftest import SignIn, page_is_accessible
from tests.journeys.writing_desk import BRAND
from tests.network import RunningNetwork

PATIENCE_MS = 120_000
PUBLIC = "publish"


@pytest.fixture
def export() -> Path:
    """A real export, beside the project (`../shared`, or `$BOUQUET_SHARED`)."""
    path = Path(os.environ.get("BOUQUET_SHARED", ROOT.parent / "shared")) / "data/wxr/theme-unit-test-data.xml"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def said(item: XML.Element, name: str) -> str:
    return next(((child.text or "").strip() for child in item if child.tag.endswith(f"}}{name}")), "")


def test_a_blog_of_wordpress_moves_in_and_everything_is_found(
    network: RunningNetwork, page: Page, sign_in: SignIn, export: Path
) -> None:
    slug = network.call("open_blog", by="rose", name="Le jardin de Rose")
    sign_in("rose", at=BRAND)
    page.goto(network.at(f"/blogs/{slug}/move", host=BRAND))
    page_is_accessible(page)
    page.get_by_label("Fichier d’export").set_input_files(str(export))
    page.get_by_role("button", name="Lire le fichier").click()
    bring = page.get_by_role("button", name="Importer")
    expect(bring).to_be_visible(timeout=PATIENCE_MS)
    page_is_accessible(page)
    expect(page.get_by_text("Ce qui ne suit pas")).to_be_visible()
    page.get_by_label("Là-bas, vous écriviez").select_option(index=1)
    bring.click()
    expect(page.get_by_text("Tout est là.")).to_be_visible(timeout=PATIENCE_MS)
    page_is_accessible(page)

    items = XML.parse(export).getroot().findall("channel/item")
    told = [item for item in items if said(item, "post_type") in {"post", "page"}]
    assert network.call("posts_in_blog", slug=slug) == len(told)
    shown = [item for item in told if said(item, "status") == PUBLIC and not said(item, "post_password")]
    host = f"{slug}.{BRAND}"
    comments = 0
    for item in shown:
        old = urlsplit((item.findtext("link") or "").strip())
        place = f"{old.path}?{old.query}" if old.query else old.path
        status, leads = asked(network, host, place)
        assert status in {200, 301}, place
        goal = place if status == 200 else urlsplit(leads).path
        status, html = asked(network, host, goal)
        assert status == 200, f"{place} → {goal}"
        comments += html.count('class="past-comment')
    assert comments == sum(
        said(comment, "comment_approved") == "1"
        for item in shown
        for comment in item
        if comment.tag.endswith("}comment")
    )
    look_at_a_talk(network, page, host, shown)


def look_at_a_talk(network: RunningNetwork, page: Page, host: str, shown: list[XML.Element]) -> None:
    """The post with most comments, through its old address, as a visitor reads it."""
    busiest = max(shown, key=lambda item: sum(child.tag.endswith("}comment") for child in item))
    old = urlsplit((busiest.findtext("link") or "").strip())
    page.goto(network.at(old.path, host=host))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(re.escape((busiest.findtext("title") or "")[:20]))
    )
    expect(page.get_by_role("heading", name="Dit autrefois")).to_be_visible()
    page_is_accessible(page)


def asked(network: RunningNetwork, host: str, path: str) -> tuple[int, str]:
    """The status, and the page or where it leads."""
    line = http.client.HTTPConnection("127.0.0.1", network.port, timeout=60)
    line.request("GET", path, headers={"Host": f"{host}:{network.port}"})
    answer = line.getresponse()
    body = answer.read().decode()
    line.close()
    return answer.status, answer.headers["Location"] or body
