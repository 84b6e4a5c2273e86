"""No card and no shelf has an empty place where its icon should be."""

from __future__ import annotations

import pytest

from bouquet.capabilities.accounts.models import Account
from bouquet.foundation.ui import modules, sprite
from bouquet.sites.videos.models import Category, Visibility
from bouquet.sites.videos.models.card import card_of
from bouquet.sites.videos.models.category import SHELF_ICONS
from bouquet.sites.videos.tests.making import video_of

DRAWN = sprite.icons_named(modules.template_roots()).keys()


@pytest.mark.parametrize("visibility", [one for one in Visibility if one != Visibility.PUBLIC])
def test_what_not_everybody_may_watch_bears_an_icon(ines: Account, visibility: Visibility) -> None:
    card = card_of(video_of(ines, visibility=visibility), language_prefix="")
    assert card.badge
    assert card.badge_icon in DRAWN


def test_every_shelf_has_its_icon(db: None) -> None:
    icons = {shelf.icon for shelf in Category.objects.all()}
    assert icons <= set(SHELF_ICONS), "the operator's form offers what is there"
    assert icons <= DRAWN
