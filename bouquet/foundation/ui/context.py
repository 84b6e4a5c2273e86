"""What every page needs to be drawn: the network, the brand, the address in the other language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from bouquet.foundation.brands.current import network


def page(request: HttpRequest) -> dict[str, Any]:
    """Template variables of every page."""
    return {"network": network(), "brand": getattr(request, "brand", None)}
