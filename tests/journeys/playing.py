"""What journeys ask of a player. The pages' policy forbids evaluating texts, so Playwright's own waiting cannot."""

from __future__ import annotations

import time

from playwright.sync_api import Frame, Page

PATIENCE_SECONDS = 60


def start(page: Page | Frame) -> None:
    """Press play, in the page's own language."""
    page.locator(".player-start").click()


def wait_until_plays(page: Page | Frame, *, past: float = 0.3) -> None:
    """Fails unless the video goes on beyond `past` seconds."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    seconds = 0.0
    while time.monotonic() < deadline:
        seconds = page.evaluate("document.querySelector('.player video')?.currentTime ?? 0")
        if seconds > past:
            return
        time.sleep(0.1)
    raise AssertionError(f"after {PATIENCE_SECONDS} s the video stands at {seconds} s")
