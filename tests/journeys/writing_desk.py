"""The editor of posts, as journeys find it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page

BRAND = "shaaz.m6.localhost"
Desk = Callable[..., Page]


def text_of(page: Page) -> Locator:
    """Where one writes."""
    return page.get_by_role("textbox", name="Texte de l’article")


def state_of(page: Page) -> Locator:
    """What the editor says of itself."""
    return page.locator("[data-writing-target=state]")


def picture(colour: str) -> FilePayload:
    """A photo as a phone takes it."""
    file = BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(file, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
