"""Files of these tests alone."""

from __future__ import annotations

from bouquet.sites.tribes.tests.conftest import place

__all__ = ["place"]
