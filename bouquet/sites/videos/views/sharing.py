"""The address of a video as a picture, for whoever points a phone at the screen."""

from __future__ import annotations

import io

import segno
from django.http import HttpRequest, HttpResponse

from bouquet.sites.videos.actions.addressing import absolute
from bouquet.sites.videos.views.fetching import watchable_or_404


def qr_code(request: HttpRequest, code: str) -> HttpResponse:
    """An SVG of the shortest address, with `t` seconds to start at (ISO/IEC 18004)."""
    video = watchable_or_404(request, code)
    start = request.GET.get("t", "")
    address = absolute(video.short_path) + (f"?t={int(start)}" if start.isdecimal() and len(start) < 7 else "")
    drawn = io.BytesIO()
    drawing = segno.make(address, error="m", micro=False)
    drawing.save(drawn, kind="svg", border=2, scale=8, light="#fff", svgclass=None, lineclass=None)
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=3600"
    return response
