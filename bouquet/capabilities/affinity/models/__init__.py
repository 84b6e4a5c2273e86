"""The nouns of affinity."""

from bouquet.capabilities.affinity.models.item import CatalogueItem, Dismissal, ItemTag
from bouquet.capabilities.affinity.models.profile import Affinity, Basis, Profile, Stance
from bouquet.capabilities.affinity.models.signal import TAG_KIND, Signal
from bouquet.capabilities.affinity.models.tag import SHOWN_FROM, Tag, TagAlias, tags_by_key
from bouquet.capabilities.affinity.models.trained import TrainedModel

__all__ = [
    "SHOWN_FROM",
    "TAG_KIND",
    "Affinity",
    "Basis",
    "CatalogueItem",
    "Dismissal",
    "ItemTag",
    "Profile",
    "Signal",
    "Stance",
    "Tag",
    "TagAlias",
    "TrainedModel",
    "tags_by_key",
]
