"""Which sites this code holds: every folder of `bouquet/sites` that introduces itself; take it away, and it is gone."""

from __future__ import annotations

from bouquet.config.environment import ROOT

SITES = frozenset(path.parent.name for path in (ROOT / "bouquet" / "sites").glob("*/apps.py"))
