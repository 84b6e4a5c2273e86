"""What a brand may name: the sites and the themes this code holds."""

from __future__ import annotations

from bouquet.config.environment import ROOT

# Every folder of `bouquet/sites` that introduces itself; take it away, and it is gone.
SITES = frozenset(path.parent.name for path in (ROOT / "bouquet" / "sites").glob("*/apps.py"))
_THEMES = ROOT / "bouquet" / "foundation" / "ui" / "static" / "ui" / "themes"
THEMES = frozenset(path.stem for path in _THEMES.glob("*.css"))
# The highest first: templates and translations of one floor are looked for in this order.
CAPABILITIES = (
    "discovery",
    "affinity",
    "comments",
    "messaging",
    "media",
    "moderation",
    "notifications",
    "audience",
    "accounts",
)
