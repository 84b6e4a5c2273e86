"""Addresses of the videos site as the outside world writes them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.brands.current import address_at, network, site_address
from bouquet.sites.videos.engine.kinds import VIDEO
from bouquet.sites.videos.models import Video

SITE = "videos"
TRIBES = "tribes"


def absolute(path: str) -> str:
    """`path` on the host of the brand that shows videos."""
    return address_at(network().brand_showing(SITE).host, path)


def absolute_page(name: str, *args: object) -> str:
    """The page called `name`, on the host of the brand that shows videos."""
    return site_address(SITE, name, *args)


def tribe_share_address(video: Video) -> str:
    """Where a member shares it into a tribe: a page of the site for tribes; empty where no brand shows one."""
    try:
        page = site_address(TRIBES, "tribes:share")
    except (KeyError, NoReverseMatch):
        return ""
    return f"{page}?{urlencode({'kind': VIDEO, 'key': video.pk})}"


def channel_address(account: Account) -> str:
    """The page of a person, in the language of the moment."""
    return absolute_page("videos:channel", account.handle)
