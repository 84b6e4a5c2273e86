"""A device's name from what its browser says of itself (RFC 9110 §10.1.5): enough for its owner to know it again."""

from __future__ import annotations

from dataclasses import dataclass

# The first that matches wins: Edge and Opera say Chrome, Chrome says Safari, Android says Linux, iPads say Mac.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone", True),
    ("iPad", "iPad", True),
    ("Android", "Android", True),
    ("Windows", "Windows", False),
    ("CrOS", "ChromeOS", False),
    ("Macintosh", "Mac", False),
    ("Linux", "Linux", False),
)


@dataclass(frozen=True)
class Device:
    """`browser` and `system` are names, empty when unknown."""

    browser: str
    system: str
    is_handheld: bool

    def __str__(self) -> str:
        return " · ".join(part for part in (self.browser, self.system) if part)


def device_of(user_agent: str) -> Device:
    """The device that sent this `User-Agent`."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system, handheld = next(((name, small) for mark, name, small in _SYSTEMS if mark in user_agent), ("", False))
    return Device(browser=browser, system=system, is_handheld=handheld)
