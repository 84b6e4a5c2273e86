"""Tags of the videos site."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bouquet.sites.videos.models import Video

register = template.Library()

MOST_KEPT = 4000
_kept: dict[tuple[Any, ...], SafeString] = {}


@register.simple_tag
def card(video: Video, hide_author: bool = False) -> SafeString:
    """The card of a video fetched by `for_cards()`. Drawn once for each state of what it shows, language and zone.

    Only cards of public files are kept: signed addresses do not last.
    """
    if not video.asset.is_public:
        return _drawn(video, hide_author)
    key = (
        video.pk,
        get_language(),
        timezone.get_current_timezone_name(),
        hide_author,
        video.title,
        video.state,
        video.visibility,
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
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = _drawn(video, hide_author)
    return found


def _drawn(video: Video, hide_author: bool) -> SafeString:
    # The template escaped what it drew.
    text = get_template("ui/card.html").render({"card": video.card, "hide_author": hide_author})
    return mark_safe(text)  # noqa: S308
