"""What a card shows of a video: ready to print, so that thirty cards cost a template next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from bouquet.sites.videos.models.video import Video

WIDTHS = (320, 640, 1280)
BADGED = ("unlisted", "followers", "password", "private")
BADGE_ICONS = ("link", "users", "key-round", "lock", "triangle-alert")


@dataclass(frozen=True, slots=True)
class Card:
    """The values of `ui/card.html`."""

    address: str
    title: str
    length: str
    poster: str
    poster_set: str
    author_name: str
    author_handle: str
    author_address: str
    author_image: str
    views: str
    published_at: datetime | None
    preview: str
    is_portrait: bool
    badge: str = ""
    badge_icon: str = ""


def card_of(video: Video, *, language_prefix: str) -> Card:
    """The card of a video fetched by `for_cards()`."""
    asset, author = video.asset, video.author
    mark, icon = _badge(video)
    return Card(
        address=video.path,
        title=video.title,
        length=video.duration_label,
        poster=asset.poster_address(640),
        poster_set=", ".join(f"{asset.poster_address(width)} {width}w" for width in WIDTHS) if asset.poster else "",
        author_name=author.display_name,
        author_handle=author.handle,
        author_address=f"{language_prefix}/@{author.handle}",
        author_image=author.avatar_address(96),
        views=video.views_label if video.views_count else "",
        published_at=video.published_at,
        preview=asset.storyboard_address(),
        is_portrait=asset.height > asset.width,
        badge=mark,
        badge_icon=icon,
    )


def _badge(video: Video) -> tuple[str, str]:
    """What everybody may watch bears none, unless moderators put a warning before it."""
    if video.is_published and video.standing_label:
        return str(gettext("Warning")), "triangle-alert"
    if video.is_public:
        return "", ""
    if not video.is_published:
        return str(video.get_state_display()), "file-video"
    return str(video.get_visibility_display()), BADGE_ICONS[BADGED.index(video.visibility)]
