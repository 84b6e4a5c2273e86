"""Programs that say what they are."""

from __future__ import annotations

from functools import lru_cache

from crawlerdetect import CrawlerDetect

_KNOWN = CrawlerDetect()
# A browser that shows nothing to anybody, or a library that is no browser.
_HEADLESS = ("headless", "phantomjs", "electron", "puppeteer", "playwright", "selenium", "node", "undici")


@lru_cache(maxsize=10_000)
def is_bot(agent: bytes) -> bool:
    """Whether this User-Agent belongs to a program: a crawler, a library, a browser without a screen, or none."""
    text = agent.decode("latin-1")
    lowered = text.lower()
    return not text or any(name in lowered for name in _HEADLESS) or bool(_KNOWN.isCrawler(text))
