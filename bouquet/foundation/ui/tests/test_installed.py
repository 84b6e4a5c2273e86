"""The brand as an app: manifest, share target, service worker, the page without network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from bouquet.foundation.ui import marks


@pytest.mark.parametrize(
    ("address", "language", "start"), [("/manifest.webmanifest", "fr", "/"), ("/en/manifest.webmanifest", "en", "/en/")]
)
def test_the_manifest_makes_the_brand_installable(client: Client, address: str, language: str, start: str) -> None:
    answer = client.get(address)
    assert answer["Content-Type"] == "application/manifest+json"
    described = json.loads(answer.content)
    assert (described["name"], described["lang"], described["start_url"]) == ("Wideo", language, start)
    assert described["display"] == "standalone"
    sizes = {(icon["sizes"], icon.get("purpose", "any")) for icon in described["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes


def test_a_phone_can_hand_a_video_over(client: Client) -> None:
    share = json.loads(client.get("/manifest.webmanifest").content)["share_target"]
    assert (share["action"], share["method"], share["enctype"]) == ("/publish/share", "POST", "multipart/form-data")
    assert share["params"]["files"] == [{"name": "file", "accept": ["video/*"]}]


def test_the_worker_keeps_the_offline_page_and_takes_shared_files(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    script = answer.content.decode()
    assert '"/offline"' in script
    assert "&quot;" not in script
    assert "publish\\/share" in script


def test_the_offline_page_says_that_nothing_was_lost(client: Client) -> None:
    assert "Rien n’a été perdu" in client.get("/offline").content.decode()
    assert "Nothing was lost" in client.get("/en/offline").content.decode()


def test_icons_are_drawn_from_the_mark(tmp_path: Path) -> None:
    marks.draw_icons(tmp_path)
    ground = tuple(int(marks.COLOURS["wideo"].ground[i : i + 2], 16) for i in (1, 3, 5))
    for size in (32, 180, 192, 512):
        with Image.open(tmp_path / f"wideo-{size}.png") as icon:
            assert icon.size == (size, size)
            assert icon.getpixel((0, 0)) == ground
            assert len(icon.getcolors(1 << 20) or []) > 2
    with Image.open(tmp_path / "wideo-maskable-512.png") as icon:
        outside = [icon.getpixel((x, y)) for x, y in ((60, 60), (450, 60), (256, 40), (256, 470))]
        assert set(outside) == {ground}, "a maskable icon's drawing stays in the safe zone"
