"""Journeys: a real browser (Debian's Chromium) on a real, running network. Every test here is marked `browser`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bouquet.config.environment import ROOT
from tests.journeys.writing_desk import BRAND, Desk, text_of
from tests.network import RunningNetwork, running_network

HERE = Path(__file__).parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM_FLAGS = [
    # Hosts of the network lead to this machine, and no other host leads anywhere.
    "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

# How long something that must come is waited for: on a machine with everything else to do at once, five seconds are
# soon over. What comes at once is never waited for.
expect.set_options(timeout=30_000)

SignIn = Callable[..., None]


def chromium() -> str:
    """Where Chromium is."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    pytest.fail("Chromium is missing; bin/test installs it, or says how.")


def chromium_flags() -> list[str]:
    """Flags for a browser that stays at home."""
    return [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": chromium_flags()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A visitor in Paris who reads French, at a desk."""
    return {
        **browser_context_args,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture(scope="session")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningNetwork]:
    """The running network of this test session. Journeys share it: each makes the people and videos it needs."""
    with running_network(tmp_path_factory.mktemp("network"), network_file=HERE / "network.toml") as network:
        yield network


@pytest.fixture
def sign_in(network: RunningNetwork, page: Page) -> SignIn:
    """`sign_in("ines")`: this page's visitor is Inès from now on; her account is opened when it is not there."""

    def sign_in(handle: str, *, at: str = "wideo.m6.localhost", in_page: Page = page) -> None:
        network.call("open_account", handle=handle)
        cookie = network.call("session_of", handle=handle, host=at)
        in_page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": network.at(host=at)}])

    return sign_in


@pytest.fixture
def at_desk(network: RunningNetwork, browser: Browser, sign_in: SignIn) -> Iterator[Desk]:
    """`at_desk("ines", code)`: a browser of her own, with the editor open."""
    contexts: list[BrowserContext] = []

    def open_editor(handle: str, code: str, **settings: object) -> Page:
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", **settings)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        sign_in(handle, at=BRAND, in_page=page)
        page.goto(network.at(f"/write/{code}", host=BRAND))
        expect(text_of(page) if settings.get("java_script_enabled", True) else page.locator("#source")).to_be_visible()
        return page

    yield open_editor
    for context in contexts:
        context.close()


def page_is_accessible(page: Page) -> None:
    """Fails with what axe-core finds wrong on the page as it stands (WCAG 2.2 AA and best practices)."""
    # evaluate() is not held to the page's CSP; a script element would be.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    told = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(f"    {node['html'][:200]}\n    {node['failureSummary']}" for node in fault["nodes"][:5])
        for fault in found
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)
