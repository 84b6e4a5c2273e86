"""What can be found, its words, and what lies near."""

from bouquet.capabilities.discovery.models.entry import Audience, Entry, Shelf
from bouquet.capabilities.discovery.models.neighbourhood import Neighbourhood
from bouquet.capabilities.discovery.models.vocabulary import Gram, Word

__all__ = ["Audience", "Entry", "Gram", "Neighbourhood", "Shelf", "Word"]
