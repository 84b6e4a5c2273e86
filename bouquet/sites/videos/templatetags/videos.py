"""Tags of the videos site."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from bouquet.foundation.live.kept_parts import kept
from bouquet.sites.videos.models import Video

register = template.Library()


@register.simple_tag
def card(video: Video, hide_author: bool = False) -> str:
    """The card of a video fetched by `for_cards()`. Drawn once for each state of what it shows, language and zone.

    Only cards of public files are kept: signed addresses do not last.
    """
    if not video.asset.is_public:
        return _drawn(video, hide_author)
    key = (
        "card",
        video.pk,
        get_language(),
        timezone.get_current_timezone_name(),
        hide_author,
        video.title,
        video.state,
        video.visibility,
        video.standing_label,
        video.views_count,
        video.published_at,
        video.duration_label,
        video.asset.key,
        video.asset.poster,
        video.asset.has_storyboard,
        video.author.handle,
        video.author.display_name,
        video.author.avatar_key,
    )
    return kept(key, lambda: _drawn(video, hide_author), seconds=3600)


def _drawn(video: Video, hide_author: bool) -> str:
    add_address = reverse("videos:add_to", args=[video.code])
    return render_to_string(
        "videos/parts/card.html", {"card": video.card, "hide_author": hide_author, "add_address": add_address}
    )
